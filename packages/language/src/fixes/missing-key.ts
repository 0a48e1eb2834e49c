import { branchesOf, type KeyPath, kindOf, shapeOf, wordsOf } from '@waybill/engine/definition';
import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { schemasAt } from '../place/schema-at.ts';
import type { TextEdit } from '../positions.ts';
import { insertPair, newlineOf, written } from './edits.ts';
import { pathOf } from './find.ts';
import { type Fix, type FixContext, fixOf } from './fix.ts';

/** Puts a key where it is missing, with its value where there is only one that it can have (D1). */
export function addKey(context: FixContext, key: string, said?: string): Fix | undefined {
  const { document, workspace } = context;
  const path = mappingOf(document, pathOf(context.problem.place?.path ?? ''), key);
  const value = said ?? valueFor(document, workspace, path, key);
  const edit = insertAt(document, path, key, value);
  return fixOf(context, `Add \`${value === '' ? `${key}:` : `${key}: ${value}`}\``, edit, {
    preferred: value !== '',
  });
}

/** The edit that puts a key into the mapping at a path; into a file that has nothing yet at its beginning. */
export function insertAt(document: LanguageDocument, path: KeyPath, key: string, value: string): TextEdit | undefined {
  const node = path.length === 0 ? document.yaml.document.contents : document.yaml.nodeAt(path);
  if (isMap(node)) return insertPair(document, node as YAMLMap, key, value, orderAt(document, path));
  if (path.length > 0 || node !== null) return undefined;
  const at = document.positionAt(document.text.length);
  const newline = document.text === '' || document.text.endsWith('\n') ? '' : newlineOf(document);
  return { range: { start: at, end: at }, newText: `${newline}${key}: ${value}${newlineOf(document)}` };
}

/** The mapping that a problem about a missing key means: what stands at its path, or what that is in. */
function mappingOf(document: LanguageDocument, path: KeyPath, key: string): KeyPath {
  for (let end = path.length; end > 0; end--) {
    const at = path.slice(0, end);
    if (isMap(document.yaml.nodeAt(at)) && orderAt(document, at).includes(key)) return at;
  }
  return [];
}

/** Keys of the mapping at a path, in their canonical order. */
export function orderAt(document: LanguageDocument, path: KeyPath): readonly string[] {
  const shapes = schemasAt(document.kind, path, at => siblingsAt(document, at)).map(schema => shapeOf(schema) ?? {});
  return [...new Set(shapes.flatMap(Object.keys))];
}

export function siblingsAt(
  { yaml }: LanguageDocument,
  path: KeyPath,
): ReadonlyMap<string, string | undefined> | undefined {
  const node = path.length === 0 ? yaml.document.contents : yaml.nodeAt(path);
  if (!isMap(node)) return undefined;
  return new Map(
    (node.items as Pair[]).map(({ key, value }) => [
      isScalar(key) ? String(key.value) : '',
      isScalar(value) && value.value !== null ? String(value.value) : undefined,
    ]),
  );
}

/** The value that a key surely has; empty where it is for the person to say. */
function valueFor(document: LanguageDocument, { workspace }: LanguageWorkspace, path: KeyPath, key: string): string {
  const stem = nameOfFile(document.file);
  if (path.length === 0) {
    const models = workspace ? [...workspace.catalog.models.keys()] : [];
    const known: Readonly<Record<string, string | undefined>> = {
      name: stem,
      template: stem.replace(/@\d+$/, ''),
      release: /@(\d+)$/.exec(stem)?.[1] ?? '1',
      model: document.kind === 'model' ? stem : models.length === 1 ? models[0] : undefined,
      table: stem,
      fields: document.kind === 'model' ? undefined : 'all',
      filters: 'none',
      brand: '{name: Brand}',
    };
    const value = known[key];
    if (value !== undefined) return key === 'brand' ? value : written(value, false);
  }
  const below = schemasAt(document.kind, [...path, key], at => siblingsAt(document, at));
  const words = [...new Set(below.flatMap(schema => wordsOf(schema)))];
  const open = below.some(schema => wordsOf(schema).length === 0 && branchesOf(schema).length > 0);
  const [only] = words;
  if (words.length !== 1 || open || only === undefined) return '';
  return kindOf(only) === 'text' ? written(String(only), false) : String(only);
}

/** The name of a file without its folder and its ending. */
export const nameOfFile = (file: string): string =>
  (file.split(/[/\\]/).at(-1) ?? '').replace(/\.(?:export|template|model)\.yaml$|\.yaml$/, '');
