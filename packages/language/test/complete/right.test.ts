import assert from 'node:assert/strict';
import { checkExport, type KeyPath, pathText } from '@waybill/engine/definition';
import { loadWorkspace } from '@waybill/engine/workspace';
import { complete } from '../../src/complete/complete.ts';
import type { LanguageDocument } from '../../src/language-document.ts';
import { placeAt } from '../../src/place/place-at.ts';
import { scanOf } from '../../src/place/scan.ts';
import type { Scan, Slot } from '../../src/place/scan-tree.ts';
import { accepted } from '../support/accepted.ts';
import { DEMO, documentOf, SAMPLES, textOf, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();
const checked = loadWorkspace(DEMO, { cwd: DEMO, env: {} });

/** Places whose completions are right or wrong by themselves, whatever stands beside them. */
const PLACES =
  /(^|\.)(attribute|value(\[\d+\])?|to|timezone|cron|if_exists|manifest|mode|on_empty|archive|path|last|previous|from)$|^(kpis|dimensions|schedule\..*)\[\d+\]$/;

/** Right words of which a file has one already, or that say nothing together with others. */
const BESIDE: ReadonlySet<string> = new Set([
  'duplicate-header',
  'duplicate-target',
  'window-empty',
  'window-too-long',
  'window-include-today',
  'window-mode',
  // Of a field of another type, what it is compared with must change as well.
  'value-not-of-type',
  'not-an-enum-value',
  'date-value',
  'format-not-for-type',
  'protect-not-for-type',
]);

const flat = (slots: Scan['slots']): readonly Slot[] =>
  slots.flatMap(slot => (slot.kind === 'range' ? flat(slot.open()) : slot));

/** The file without the value of a slot, and its place. */
function* gaps(file: string): Generator<readonly [LanguageDocument, number, KeyPath]> {
  const text = textOf(file);
  for (const slot of flat(scanOf(documentOf(file, text)).slots)) {
    if (slot.at === 'key' || slot.end <= slot.start) continue;
    const quote = slot.quote ? 1 : 0;
    const document = documentOf(file, text.slice(0, slot.start - quote) + text.slice(slot.end + quote));
    const place = placeAt(document, document.positionAt(slot.start - quote));
    if (place && PLACES.test(pathText(place.path))) yield [document, slot.start - quote, place.path];
  }
}

describe('V2 what is offered is right', () => {
  it('V2 completion: in the demo no completion that fits its place is an error there', () => {
    let count = 0;
    for (const file of SAMPLES.filter(name => name.endsWith('.export.yaml'))) {
      for (const [document, offset, path] of gaps(file)) {
        const position = document.positionAt(offset);
        const offered = complete(document, position, demo).filter(
          ({ retrigger, kind, sortText }) => !retrigger && kind !== 'snippet' && kind !== 'key' && sortText < '8',
        );
        for (const completion of offered.slice(0, 8)) {
          const after = accepted(document, completion);
          const { problems } = checkExport(documentOf(file, after).parsed as never, checked);
          const here = problems.filter(
            ({ severity, place, code }) =>
              severity === 'error' && place?.line === position.line + 1 && !BESIDE.has(code),
          );
          const line = after.split('\n')[position.line];
          assert.deepEqual(
            here.map(({ code }) => code),
            [],
            `${file} ${pathText(path)}: ${completion.label}\n${line}\n${here[0]?.message}`,
          );
          count++;
        }
      }
    }
    assert.ok(count > 1000, `${count} were accepted`);
  }).timeout(120_000);
});
