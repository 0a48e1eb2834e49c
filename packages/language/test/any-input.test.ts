import { strict as assert } from 'node:assert';
import { complete } from '../src/complete/complete.ts';
import { definition } from '../src/definition/definition.ts';
import { diagnose } from '../src/diagnose/diagnose.ts';
import { fixesFor } from '../src/fixes/fixes-for.ts';
import { foldsOf } from '../src/folding/folding.ts';
import { selectionsAt } from '../src/folding/selection.ts';
import { formatDocument } from '../src/format/format.ts';
import { hintsOf } from '../src/hints/hints.ts';
import { hover } from '../src/hover/hover.ts';
import { lensesOf } from '../src/lenses/lenses.ts';
import { linksOf } from '../src/links/links.ts';
import { highlights } from '../src/references/references.ts';
import { prepareRename } from '../src/rename/rename.ts';
import { outlineOf } from '../src/symbols/outline.ts';
import { semanticTokens } from '../src/tokens/semantic-tokens.ts';
import { documentOf, SAMPLES, textOf, workspaceOf } from './support/workspace.ts';

/** Every how many characters a sample is cut. With WAYBILL_TEST_CUT_STEP=1 every cut is tried, which takes minutes. */
const STEP = Number(process.env.WAYBILL_TEST_CUT_STEP ?? 23);

describe('V2 V3 V4 V5 any input', () => {
  const workspace = workspaceOf();
  for (const file of SAMPLES) {
    it(`V2 V3 V4 V5 nothing throws, wherever ${file} breaks off`, () => {
      const text = textOf(file);
      // Another beginning for each file, so that cuts fall everywhere.
      for (let length = file.length % STEP; length <= text.length; length += STEP) {
        const document = documentOf(file, text.slice(0, length));
        const at = document.positionAt(length);
        try {
          complete(document, at, workspace);
          hover(document, at, workspace);
          definition(document, at, workspace);
          highlights(document, at, workspace);
          prepareRename(document, at, workspace);
          outlineOf(document);
          foldsOf(document);
          selectionsAt(document, at);
          semanticTokens(document, workspace);
          hintsOf(document, workspace);
          lensesOf(document, workspace);
          linksOf(document, workspace);
          formatDocument(document);
          for (const problem of diagnose(document, workspace)) fixesFor(document, problem, workspace);
        } catch (error) {
          assert.fail(`cut at ${length} (${JSON.stringify(text.slice(-20))}): ${(error as Error).stack}`);
        }
      }
    }).timeout(300_000);
  }
});
