import { definition } from '../src/definition/definition.ts';
import { hintsOf } from '../src/hints/hints.ts';
import { hover } from '../src/hover/hover.ts';
import { lensesOf } from '../src/lenses/lenses.ts';
import { linksOf } from '../src/links/links.ts';
import { highlights, references } from '../src/references/references.ts';
import { prepareRename, rename } from '../src/rename/rename.ts';
import { semanticTokens } from '../src/tokens/semantic-tokens.ts';
import { documentOf, SAMPLES, textOf, workspaceOf } from './support/workspace.ts';

const demo = workspaceOf();

/** Files with something of everything; of the others fewer truncations are parsed, since each costs a parse. */
const WHOLE = [
  'exports/daily-sales.export.yaml',
  'templates/sales@2.template.yaml',
  'catalog/groups.model.yaml',
  'waybill.yaml',
];

describe('truncated files', function () {
  this.timeout(240_000);

  it('V3: hover throws nowhere, whatever truncation of whatever sample', () => {
    for (const file of SAMPLES) {
      const text = textOf(file);
      for (let end = 0; end <= text.length; end++) {
        const document = documentOf(file, text.slice(0, end));
        // Near the end, where it breaks off, and now and then far before it.
        const position = document.positionAt(end % 13 === 0 ? end / 2 : end - (end % 11));
        hover(document, position, demo);
      }
    }
  });

  it('V5: definitions, tokens, lenses, hints, links, highlights and renaming throw nowhere', () => {
    for (const file of SAMPLES) {
      const text = textOf(file);
      const step = WHOLE.includes(file) ? 1 : 41;
      for (let end = 0; end <= text.length; end += step) {
        const document = documentOf(file, text.slice(0, end));
        const position = document.positionAt(end - (end % 7));
        definition(document, position, demo);
        semanticTokens(document, demo);
        lensesOf(document, demo);
        hintsOf(document, demo);
        linksOf(document, demo);
        highlights(document, position, demo);
        prepareRename(document, position, demo);
        if (end % 5 === 0) rename(document, position, 'renamed_here', demo);
        if (end % 5 === 1) references(document, position, demo);
      }
    }
  });

  it('V3 V5: nor do texts that are no definition at all', () => {
    const texts = [
      '',
      '\n',
      '---',
      '- 1',
      '"',
      '{',
      '[[[',
      'a: &x {b: *y}',
      'fields: *nothing',
      '? {a: b} : c',
      '!!binary x',
      'model: |\n  x\n',
      '\ufefffields: all',
      'fields:\n\t- id',
      'model: transactions\nfields: &a [*a]',
      '%YAML 9',
    ];
    for (const text of texts) {
      for (const file of ['x.export.yaml', 'x.template.yaml', 'x.model.yaml', 'waybill.yaml']) {
        const document = documentOf(file, text);
        for (let offset = 0; offset <= text.length; offset++) {
          const position = document.positionAt(offset);
          hover(document, position, demo);
          definition(document, position, demo);
          highlights(document, position, demo);
          rename(document, position, 'renamed_here', demo);
        }
        semanticTokens(document, demo);
        lensesOf(document, demo);
        hintsOf(document, demo);
      }
    }
  });
});
