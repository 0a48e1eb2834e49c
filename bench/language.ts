/**
 * `npm run bench:language -- [--rounds 60] [--cpu]`: how soon an editor is answered while somebody types in an export of 1,000
 * lines, with a catalog of 500 models. With `--cpu` processor time is measured, for a machine that does other work too. Every round is a new text, as after every keystroke; nothing is parsed beforehand.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Temporal } from '@waybill/engine/time';
import { loadWorkspace, type Workspace } from '@waybill/engine/workspace';
import {
  complete,
  diagnose,
  fixesFor,
  foldsOf,
  formatDocument,
  hover,
  type LanguageWorkspace,
  languageDocument,
  outlineOf,
  semanticTokens,
} from '@waybill/language';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '60' }, cpu: { type: 'boolean', default: false } },
});
const ROUNDS = Number(values.rounds);
const MODELS = 500;
const LINES = 1000;
const FILE = 'exports/large.export.yaml';
const TYPES = ['string', 'integer', 'decimal', 'boolean', 'date', 'datetime'];

const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const name of ['catalog', 'exports']) mkdirSync(join(folder, name));
writeFileSync(
  join(folder, 'waybill.yaml'),
  'version: 1\nbrand: {name: Bench, timezone: Europe/Vienna}\nsources: {crm: {type: duckdb, file: crm.duckdb}}\ndestinations: {share: {type: local, folder: out}}\n',
);
for (let i = 0; i < MODELS; i++) {
  const fields = Array.from({ length: 30 }, (_, f) => `  field_${f}: {type: ${TYPES[f % 6]}, label: Field ${f}}`);
  const model = [
    'version: 1',
    `model: model_${i}`,
    `table: loyalty.model_${i}`,
    'key: id',
    'event_date: field_5',
    'fields:',
    '  id: {type: integer, identifier: true}',
    ...fields,
    `relations: {next: {one: model_${(i + 1) % MODELS}, match: {field_1: id}}}`,
  ];
  writeFileSync(join(folder, 'catalog', `model_${i}.model.yaml`), `${model.join('\n')}\n`);
}

/** An export of so many lines; `n` makes each text another one. */
function exportText(n: number): string {
  const head = ['version: 1', 'name: large', `description: Text ${n}`, 'model: model_0', 'fields:'];
  const tail = [
    'filters:',
    '  all:',
    '    - {attribute: field_0, operator: equals, value: a}',
    'window: {by: event_date, previous: day}',
    'file: {format: csv, profile: excel}',
    'deliver: {to: share, path: "large_%Y%m%d"}',
    'schedule: {daily: {hours: [6], minutes: [30]}}',
  ];
  const items = Array.from({ length: LINES - head.length - tail.length }, (_, i) => {
    const path = `${'next.'.repeat(i % 4)}field_${i % 30}`;
    return `  - {from: ${path}, to: "Column ${i}"${i % 6 === 0 ? ', default: none' : ''}}`;
  });
  return `${[...head, ...items, ...tail].join('\n')}\n`;
}

const workspace: Workspace = loadWorkspace(folder, { cwd: folder, env: {} });
const around: LanguageWorkspace = { workspace, now: Temporal.Now.instant(), documents: () => [] };
const documentOf = (text: string) => languageDocument(FILE, 'export', text);

/** Milliseconds. */
function now(): number {
  if (!values.cpu) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const sink: unknown[] = [];
const results = new Map<string, number>();

/** Milliseconds of `work` over texts that are all new; the first ones warm up and do not count. */
function measure(what: string, limit: string, make: (n: number) => string, work: (text: string) => unknown): void {
  const times: number[] = [];
  for (let n = 0; n < ROUNDS + 10; n++) {
    const text = make(n);
    const from = now();
    sink[0] = work(text);
    if (n >= 10) times.push(now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  results.set(what, at(0.5));
  console.log(`| ${what} | ${limit} | ${at(0.5).toFixed(1)} ms | ${at(0.95).toFixed(1)} ms |`);
}

const typing = (line: string) => (n: number) => {
  const lines = exportText(n).split('\n');
  lines.splice(LINES / 2, 0, line);
  return lines.join('\n');
};
const atTyped = (column: number) => (text: string) =>
  complete(documentOf(text), { line: LINES / 2, character: column }, around);

console.log('| what | limit (p95) | p50 | p95 |\n| --- | --- | --- | --- |');
measure('completion of a field through relations', '5 ms', typing('  - {from: next.fi'), atTyped(18));
measure('completion of a key', '5 ms', typing('  - {from: field_1, '), atTyped(20));
measure(
  'completion of a model (500 of them)',
  '5 ms',
  n => exportText(n).replace('model: model_0', 'model: mod'),
  text => complete(documentOf(text), { line: 3, character: 10 }, around),
);
measure('completion at the beginning of an item', '5 ms', typing('  - '), atTyped(4));
/** The cursor at the end of a line that is typed in the filters. */
const inFilter = (line: string) => (n: number) =>
  exportText(n).replace('    - {attribute: field_0, operator: equals, value: a}', line);
const atEndOf = (line: string) => (text: string) => {
  const document = documentOf(text);
  return complete(document, document.positionAt(text.indexOf(line) + line.length), around);
};
for (const [what, line] of [
  ['an operator', '    - {attribute: next.field_2, operator: '],
  ['a date expression', '    - {attribute: field_5, operator: after, value: "date:'],
] as const) {
  measure(`completion of ${what}`, '5 ms', inFilter(line), atEndOf(line));
}
const ZONE = 'timezone: ';
measure(
  'completion of a zone (438 of them)',
  '5 ms',
  n => exportText(n).replace('fields:', `${ZONE}\nfields:`),
  atEndOf(ZONE),
);
measure('hover', '', exportText, text => hover(documentOf(text), { line: LINES / 2, character: 12 }, around));
measure('diagnose', '40 ms', exportText, text => diagnose(documentOf(text), around));
measure('diagnose, one line broken in a file never seen before', '', typing('  - {from: field_1, to: "A'), text =>
  diagnose(documentOf(text), around),
);
// From one key to the next in a line that cannot be read until it is closed.
measure(
  'diagnose, while a line is typed that is broken until it is done',
  '2 × of the above',
  n => typing(`  - {from: field_1, to: "${'A'.repeat(n + 1)}`)(0),
  text => diagnose(documentOf(text), around),
);
measure(
  'diagnose, a hundred mistakes',
  '',
  n => exportText(n).replaceAll('field_7,', 'feild_7,'),
  text => diagnose(documentOf(text), around),
);
measure(
  'fixes of one problem',
  '',
  n => exportText(n).replace('field_7,', 'feild_7,'),
  text => {
    const document = documentOf(text);
    const [problem] = diagnose(document, around);
    return problem && fixesFor(document, problem, around);
  },
);
measure('outline', '', exportText, text => outlineOf(documentOf(text)));
measure('folding', '', exportText, text => foldsOf(documentOf(text)));
measure('semantic tokens', '', exportText, text => semanticTokens(documentOf(text), around));
measure('formatting', '', exportText, text => formatDocument(documentOf(text)));
measure('loading the workspace again, and diagnose', '', exportText, text =>
  diagnose(documentOf(text), { ...around, workspace: loadWorkspace(folder, { cwd: folder, env: {} }) }),
);
const clean = results.get('diagnose') ?? Number.NaN;
const times = (what: string) => ((results.get(what) ?? Number.NaN) / clean).toFixed(2);
console.log(
  `\nOne broken line: ${times('diagnose, while a line is typed that is broken until it is done')} × a clean file while it is typed, ` +
    `${times('diagnose, one line broken in a file never seen before')} × in a file never seen before; by their medians.`,
);
