/**
 * `node --conditions=@waybill/source --import tsx bench/completion.ts`: how long an editor waits for completions (V2) in a
 * definition of 1,000 lines, in a workspace of 500 models, each time in a text that was not seen before.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from '@waybill/engine/time';
import { loadWorkspace } from '@waybill/engine/workspace';
import { complete, type LanguageWorkspace, languageDocument } from '@waybill/language';

const MODELS = 500;
const FIELDS = 30;
const TYPES = ['string', 'integer', 'decimal', 'datetime'];

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const modelText = (index: number): string =>
  [
    'version: 1',
    `model: model_${index}`,
    `label: Model ${index}`,
    'source: main',
    `table: loyalty.model_${index}`,
    'key: field_1',
    'event_date: field_3',
    'fields:',
    ...times(
      FIELDS,
      f => `  field_${f}: {type: ${TYPES[f % TYPES.length]}, label: Field ${f}, description: "What ${f} is"}`,
    ),
    'relations:',
    `  next: {one: model_${(index + 1) % MODELS}, match: {field_1: field_1}}`,
    '',
  ].join('\n');

/** A workspace of many models on disk, as a language server holds it. */
function manyModels(folder: string): LanguageWorkspace {
  const settings =
    'sources: {main: {type: duckdb, file: x.duckdb}}\ndestinations: {share: {type: local, folder: out}}\n';
  writeFileSync(join(folder, 'waybill.yaml'), `version: 1\nbrand: {name: Bench}\n${settings}`);
  mkdirSync(join(folder, 'catalog'));
  const documents = times(MODELS, index => {
    const file = `catalog/model_${index}.model.yaml`;
    const text = modelText(index);
    writeFileSync(join(folder, file), text);
    return languageDocument(file, 'model', text);
  });
  const workspace = loadWorkspace(folder, { cwd: folder, env: {} });
  return { workspace, now: Temporal.Now.instant(), documents: kind => (kind === 'model' ? documents : []) };
}

/** About 1,000 lines with the cursor at `¦`; `deep` stands in the last set of filters, `top` beside the other keys. */
const definition = ({ deep = '', top = '', model = 'model_7' }): string =>
  [
    `version: 1\nname: big\nmodel: ${model}\nfields:`,
    ...times(500, i => `  - {from: field_${i % FIELDS}, to: "Header ${i}"}`),
    'filters:\n  any:\n    - all:',
    ...times(480, i => `        - {attribute: next.field_${i % FIELDS}, operator: equals, value: "v${i}"}`),
    ...(deep === '' ? [] : [deep]),
    ...(top === '' ? [] : [top]),
    'file: {format: csv}\ndeliver:\n  to: share\n  path: big_%Y\n',
  ].join('\n');

const PLACES: Readonly<Record<string, string>> = {
  'a field': definition({ deep: '        - {attribute: fie¦, operator: equals' }),
  'a field of a related model': definition({ deep: '        - {attribute: next.¦' }),
  'an operator': definition({ deep: '        - {attribute: next.field_2, operator: ¦' }),
  'a key': definition({ deep: '        - attribute: field_2\n          ¦' }),
  'a key of the file': definition({ top: '¦' }),
  'a date expression': definition({ deep: '        - {attribute: field_3, operator: after, value: "date:¦' }),
  'one of 500 models': definition({ model: '¦' }),
  'one of 438 zones': definition({ top: 'timezone: ¦' }),
};

export interface WaitedFor {
  readonly place: string;
  readonly offered: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  /** Of the processor, all threads: what a busy machine does not change. The median and 95 of 100. */
  readonly cpu: readonly [p50: number, p95: number];
}

const share = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;

/** What each place takes over `rounds` keystrokes, the first ones left out. */
export function measureCompletion(rounds = 200): readonly WaitedFor[] {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  try {
    const workspace = manyModels(folder);
    return Object.entries(PLACES).map(([place, text]) => {
      const at = text.indexOf('¦');
      const taken: number[] = [];
      const cpu: number[] = [];
      let offered = 0;
      for (let round = 0; round < rounds + 20; round++) {
        const typed = `${text.slice(0, at)}${text.slice(at + 1)}# ${round}\n`;
        const before = process.cpuUsage();
        const begun = performance.now();
        const document = languageDocument('exports/big.export.yaml', 'export', typed);
        offered = complete(document, document.positionAt(at), workspace).length;
        if (round < 20) continue;
        taken.push(performance.now() - begun);
        const { user, system } = process.cpuUsage(before);
        cpu.push((user + system) / 1000);
      }
      return {
        place,
        offered,
        p50: share(taken, 0.5),
        p95: share(taken, 0.95),
        cpu: [share(cpu, 0.5), share(cpu, 0.95)],
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === `file://${process.argv[1]}`) {
  console.log('| completion of | offered | p50 ms | p95 ms | processor p50 ms | p95 ms |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { place, offered, p50, p95, cpu } of measureCompletion()) {
    console.log(`| ${place} | ${offered} | ${[p50, p95, ...cpu].map(ms => ms.toFixed(2)).join(' | ')} |`);
  }
}
