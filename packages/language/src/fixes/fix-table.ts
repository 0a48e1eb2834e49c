import type { FileKind } from '@waybill/engine/definition';
import type { Code } from '@waybill/engine/errors';
import { isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import { otherHeader } from './columns.ts';
import { newlineOf, removeItem, removePair, replaceWord, written } from './edits.ts';
import { findAt, pathOf } from './find.ts';
import { type Fix, type FixContext, type FixMaker, fixOf } from './fix.ts';
import { addKey, nameOfFile } from './missing-key.ts';
import { moveUnder } from './move-key.ts';
import { syntaxFixes } from './syntax.ts';
import { nearestWords, replacement } from './words.ts';

/** Takes away the entry that the problem is at. */
const remove =
  (preferred = true): FixMaker =>
  context => {
    const { pair, map } = findAt(context.document, context.start, context.end);
    if (!pair || !map) return [];
    const title = `Remove \`${isScalar(pair.key) ? String(pair.key.value) : ''}\``;
    return [fixOf(context, title, removePair(context.document, map, pair), { preferred })];
  };

/** Takes away the item of a list that the problem is in. */
const removeFromList: FixMaker = context => {
  const { list, item } = findAt(context.document, context.start, context.end);
  return list && item ? [fixOf(context, 'Remove it from the list', removeItem(context.document, list, item))] : [];
};

/** The choices of a problem that says `expected: a, b`. */
const choices: FixMaker = context =>
  (context.problem.expected ?? '')
    .split(', ')
    .filter(key => /^[\w-]+$/.test(key))
    .map(key => addKey(context, key));

const missing: FixMaker = context => {
  const { expected } = context.problem;
  if (expected === undefined || !/^[\w-]+$/.test(expected)) return [];
  const [, words] = /It is one of ([\w, -]+)\./.exec(context.problem.fix) ?? [];
  // The word that says which of several kinds it is.
  if (words !== undefined) {
    const fixes = words.split(', ').map(word => addKey(context, expected, written(word, true)));
    return fixes.map(fix => fix && { ...fix, preferred: false });
  }
  return [addKey(context, expected)];
};

const unknownKey: FixMaker = context => {
  const [, parent] = /^It belongs under `([\w-]+):`/.exec(context.problem.fix) ?? [];
  const words = nearestWords(context);
  const moved = parent === undefined ? undefined : moveUnder(context, parent);
  return [...words, moved, ...remove(words.length === 0 && !moved)(context)];
};

/** What follows `#` was meant as a value; else the key goes. */
const noValue: FixMaker = context => {
  const { document, start } = context;
  const [, comment] = /^Put it in quotes: "(.*)"\.$/.exec(context.problem.fix) ?? [];
  if (comment === undefined) return remove(false)(context);
  const at = document.text.indexOf(comment, start);
  const edit = { range: document.rangeAt(at, at + comment.length), newText: JSON.stringify(comment) };
  return [fixOf(context, `Put ${comment} in quotes`, at < 0 ? undefined : edit, { preferred: true })];
};

/** A secret in plain text: the placeholder that the message names. */
const placeholder: FixMaker = context => {
  const [text] = /\$\{secret:[\w-]+\}/.exec(context.problem.fix) ?? [];
  if (text === undefined) return [];
  const edit = replaceWord(
    context.document,
    context.start,
    context.end,
    text,
    findAt(context.document, context.start, context.end),
  );
  return [fixOf(context, `Write \`${text}\` (the secret then goes into .waybill/secrets)`, edit, { preferred: true })];
};

/** `${CRM_URL}`, `${env.CRM_URL}`, `${secret.crm}`: what was meant can be told. */
const meantPlaceholder: FixMaker = context => {
  const [, kind = '', name] = /^\$\{\s*(?:(env|secret)[.:\s]+)?([\w-]+)\s*\}$/i.exec(context.problem.found ?? '') ?? [];
  if (name === undefined) return [];
  const kinds =
    kind === '' ? (/^[A-Z][A-Z0-9_]*$/.test(name) ? ['env', 'secret'] : ['secret', 'env']) : [kind.toLowerCase()];
  return kinds
    .filter(one => one === 'secret' || /^[A-Za-z_]\w*$/.test(name))
    .map((one, i) => replacement(context, `\${${one}:${name}}`, i === 0));
};

const ofType: FixMaker = context => {
  const { document, problem } = context;
  const path = pathOf(problem.place?.path ?? '').slice(0, -1);
  const field = document.yaml.nodeAt(path);
  const type = isMap(field) ? (field.get('type', true) as Node | undefined) : undefined;
  const edit = type?.range && { range: document.rangeAt(type.range[0], type.range[1]), newText: 'enum' };
  return [fixOf(context, 'Make it `type: enum`', edit || undefined, { preferred: true }), ...remove(false)(context)];
};

const sources: FixMaker = context => {
  const names = context.workspace.workspace ? Object.keys(context.workspace.workspace.config.sources) : [];
  const fixes = names.map(name => addKey(context, 'source', written(name, false)));
  return fixes.map(fix => fix && { ...fix, preferred: names.length === 1 });
};

const predicateOnField: FixMaker = context => {
  const { document, problem } = context;
  const map = document.yaml.nodeAt(pathOf(problem.place?.path ?? '').slice(0, -1));
  if (!isMap(map)) return [];
  const pair = (map.items as Pair[]).find(({ key }) => isScalar(key) && key.value === 'attribute');
  const [, relation] = /^Write `attribute: (\S+)`\.$/.exec(problem.fix) ?? [];
  if (!pair) return [];
  if (relation === undefined) {
    return [fixOf(context, 'Remove `attribute`', removePair(document, map as YAMLMap, pair), { preferred: true })];
  }
  const [start = 0, end = 0] = (pair.value as Node | null)?.range ?? [];
  const edit = { range: document.rangeAt(start, end), newText: written(relation, map.flow === true) };
  return [fixOf(context, `Change \`attribute\` to \`${relation}\``, edit, { preferred: true })];
};

const aggregateNotOn: FixMaker = context => [
  addKey({ ...context, problem: { ...context.problem, place: {} } }, 'aggregate', 'true'),
  ...remove(false)(context),
];

/** The day of `2026-12-01 06:30`. */
const dayAlone: FixMaker = context => {
  const [, day] = /"(\d{4}-\d{2}-\d{2})[T ][^"]*"/.exec(context.problem.message) ?? [];
  return day === undefined ? [] : [replaceAt(context, day)];
};

/** `custom` alone: the fields of the group. */
const groupFields: FixMaker = context => {
  const { text, problem } = context;
  const names = (problem.expected ?? '').split(', ').filter(name => /^[\w-]+$/.test(name));
  return names.slice(0, 5).map(name => replacement(context, `${text}.${name}`, false));
};

/** Ends a path where nothing can follow. */
const cutPath: FixMaker = context => {
  const { document, start } = context;
  const { scalar } = findAt(document, start, context.end);
  const [from = start] = scalar?.range ?? [];
  const before = document.text.slice(from, start);
  if (!before.endsWith('.')) return [];
  const to = start - 1;
  const rest = /^[\w.-]*/.exec(document.text.slice(start))?.[0].length ?? 0;
  const title = `End the path at \`${before.replace(/^["']/, '').slice(0, -1)}\``;
  return [fixOf(context, title, { range: document.rangeAt(to, start + rest), newText: '' }, { preferred: true })];
};

const periods: FixMaker = context => {
  if (!context.problem.message.includes('does not say')) return [];
  const window = { ...context, problem: { ...context.problem, place: { path: 'window' } } };
  const all = [
    addKey(window, 'previous', 'day'),
    addKey(window, 'last', '7 days'),
    addKey(window, 'since_last_success', 'true'),
  ];
  return all.map(fix => fix && { ...fix, preferred: false });
};

/** The whole value that the problem is at, said anew. */
function replaceAt(context: FixContext, yaml: string): Fix | undefined {
  const { document, problem } = context;
  const node = document.yaml.nodeAt(pathOf(problem.place?.path ?? ''));
  if (!node?.range || (!isScalar(node) && !(node as { flow?: boolean }).flow)) return undefined;
  const edit = { range: document.rangeAt(node.range[0], node.range[1]), newText: yaml };
  return fixOf(context, `Change to \`${yaml}\``, edit, { preferred: true });
}

const swapEnds: FixMaker = context => {
  const { document } = context;
  const [from, until] = ['from', 'until'].map(key => document.yaml.nodeAt(['schedule', key])?.range);
  if (!from || !until) return [];
  const [first, second] = [from, until].map(([start, end]) => document.text.slice(start, end));
  const edits = [
    { range: document.rangeAt(from[0], from[1]), newText: second as string },
    { range: document.rangeAt(until[0], until[1]), newText: first as string },
  ];
  return [fixOf(context, 'Swap `from` and `until`', edits, { preferred: true })];
};

const nameOfItsFile: FixMaker = context => {
  const { workspace, document } = context;
  const stem = nameOfFile(document.file);
  let name = stem;
  for (let i = 2; workspace.workspace?.exportsNamed(name).some(file => file !== document.file); i++)
    name = `${stem}-${i}`;
  return name === context.problem.found ? [] : [replacement(context, name, false)];
};

const withoutNul: FixMaker = context => {
  const { document, text, start, end } = context;
  // As an escape, or as itself.
  const newText = text.replaceAll('\0', '').replaceAll(/\\(?:0|x00|u0000|U00000000)/g, '');
  const edit = { range: document.rangeAt(start, end), newText };
  return newText === text ? [] : [fixOf(context, 'Leave the NUL character out', edit, { preferred: true })];
};

const hashKey: FixMaker = ({ workspace: { workspace } }) => {
  if (!workspace || workspace.yaml.problems.length > 0) return [];
  const at = workspace.yaml.text.split(/\r\n|\n|\r/).length - 1;
  const last = workspace.yaml.text.split(/\r\n|\n|\r/).at(-1) ?? '';
  const position = { line: at, character: last.length };
  const text = 'protect: {hash_key: "${secret:hash_key}"}\n';
  const newText = last === '' ? text : `\n${text}`;
  const edits = [{ range: { start: position, end: position }, newText }];
  const title = 'Add `protect: {hash_key: "${secret:hash_key}"}` to waybill.yaml';
  return [{ title, edits: [{ file: workspace.file, edits }], preferred: true, safe: false }];
};

/** The keys that a file cannot be without, each with a value that is right. */
const begin: FixMaker = context => {
  const { document, workspace } = context;
  const stem = nameOfFile(document.file);
  const [model = 'MODEL'] = workspace.workspace?.catalog.models.keys() ?? [];
  const name = written(stem.replace(/@\d+$/, ''), false);
  const LINES: Readonly<Record<FileKind, readonly string[]>> = {
    export: [`name: ${written(stem, false)}`, `model: ${model}`, 'fields: all', 'filters: none'],
    template: [`template: ${name}`, 'release: 1', `model: ${model}`, 'fields: all', 'filters: none'],
    model: [`model: ${name}`, `table: ${name}`, 'key: id', 'fields: {id: integer}'],
    workspace: ['brand: {name: Brand}'],
  };
  const newline = newlineOf(document);
  const text = ['version: 1', ...LINES[document.kind]].map(line => line + newline).join('');
  const end = document.positionAt(document.text.length);
  const own = document.text === '' || document.text.endsWith('\n') ? text : newline + text;
  const title = `Begin the ${document.kind}`;
  return [fixOf(context, title, { range: { start: end, end }, newText: own }, { preferred: true })];
};

/** The same as the quick fix of another code where two codes are mended alike. */
const both =
  (...makers: readonly FixMaker[]): FixMaker =>
  context =>
    makers.flatMap(make => make(context));

/**
 * How the problems of each code are mended, beside the nearest words, which are offered for all. A code that is not here
 * has no fix that a program could know: it needs a decision, or something outside the files.
 */
export const FIXES: Partial<Readonly<Record<Code, FixMaker>>> = {
  'yaml-syntax': syntaxFixes,
  'yaml-alias': syntaxFixes,
  'file-empty': begin,
  'duplicate-key': remove(),
  'unknown-key': unknownKey,
  'missing-key': missing,
  'missing-choice': choices,
  'not-allowed-together': remove(),
  'no-value': noValue,
  'filters-missing': context => [addKey(context, 'filters', 'none')],
  'change-without-template': remove(false),
  'duplicate-header': otherHeader,
  'duplicate-name': nameOfItsFile,
  'nul-character': withoutNul,
  'replace-unknown-value': both(nearestWords, remove(false)),
  'format-not-for-type': remove(false),
  'protect-not-for-type': both(nearestWords, remove(false)),
  'aggregate-not-on': aggregateNotOn,
  'aggregate-count-twice': removeFromList,
  'option-not-for-aggregate': remove(),
  'predicate-on-field': predicateOnField,
  'predicate-without': remove(),
  'key-not-for-operator': remove(),
  'value-not-allowed': remove(),
  'duplicate-target': removeFromList,
  'check-unknown-column': both(nearestWords, remove(false)),
  'group-needs-field': groupFields,
  'field-has-no-parts': cutPath,
  'values-without-enum': ofType,
  'source-missing': sources,
  'file-key-not-for-format': remove(),
  'file-value-not-for-format': remove(),
  'split-size-not-for-format': context => [replaceAt(context, '{rows: 1000000}')],
  'null-token-clashes': context => [replaceAt(context, '"NULL"')],
  'quote-without-enclosure': remove(),
  'literal-secret': placeholder,
  'unknown-placeholder': meantPlaceholder,
  'hash-key-missing': hashKey,
  'schedule-ends-first': swapEnds,
  'window-period': periods,
  'window-whole-days': dayAlone,
  'window-include-today': remove(),
  'template-other-model': both(nearestWords, remove(false)),
  'template-other-kind': remove(false),
  'template-remove-key': remove(),
  'template-lacks': both(nearestWords, removeFromList),
  'template-has-set': removeFromList,
};
