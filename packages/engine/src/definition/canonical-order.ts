import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Entry, joinTrivia, type Tree, valueOfTree } from './canonical-tree.ts';
import { branchesOf, defOf, elementOf, isOptional, recordOf, type Schema, shapeOf, wordsOf } from './schema-shape.ts';

/**
 * The tree with its keys in the order of the schema, and in the short form wherever that says the same. That it says
 * the same is not known here: the schema is asked, by reading both.
 */
export function canonicalOrder(tree: Tree, schema: Schema): Tree {
  if (tree.kind === 'scalar') return tree;
  const branch = branchFor(tree, schema);
  return shorten(branch ? ordered(tree, branch) : tree, schema);
}

function ordered(tree: Tree, branch: Schema): Tree {
  if (tree.kind === 'list') {
    const element = elementOf(branch);
    return element ? { ...tree, items: tree.items.map(item => canonicalOrder(item, element)) } : tree;
  }
  if (tree.kind !== 'map') return tree;
  const record = recordOf(branch);
  const shape = shapeOf(branch);
  const inner = (entry: Entry): Entry => {
    const schema = record?.value ?? shape?.[entry.key];
    return schema === undefined ? entry : { ...entry, value: canonicalOrder(entry.value, schema) };
  };
  if (!shape) {
    const entries = tree.entries.map(inner);
    return { ...tree, table: entries.some(({ value }) => value.kind === 'map'), entries };
  }
  const keys = Object.keys(shape);
  const rank = (key: string) => (key in shape ? keys.indexOf(key) : keys.length);
  // Sorting is stable: keys that are not known keep their order, at the end.
  return { ...tree, entries: tree.entries.map(inner).sort((a, b) => rank(a.key) - rank(b.key)) };
}

/** The branch of a union that this value is written in. */
function branchFor(tree: Tree, schema: Schema): Schema | undefined {
  const branches = branchesOf(schema);
  if (tree.kind === 'list') return branches.find(branch => elementOf(branch) !== undefined);
  if (tree.kind !== 'map') return undefined;
  const keys = tree.entries.map(({ key }) => key);
  const score = (branch: Schema) => {
    const shape = shapeOf(branch);
    if (!shape) return recordOf(branch) ? 0 : Number.NEGATIVE_INFINITY;
    const known = keys.filter(key => key in shape).length;
    const missing = Object.keys(shape).filter(key => !isOptional(shape[key] as Schema) && !keys.includes(key)).length;
    const said = tree.entries.filter(({ key, value }) => {
      const schemaOfKey = shape[key];
      if (!schemaOfKey || value.kind !== 'scalar') return false;
      return (
        branchesOf(schemaOfKey).some(b => defOf(b).type === 'literal') &&
        wordsOf(schemaOfKey).includes(value.value ?? '')
      );
    }).length;
    return known - missing + 100 * said;
  };
  const [best] = branches.map(branch => ({ branch, score: score(branch) })).sort((a, b) => b.score - a.score);
  return best && best.score > Number.NEGATIVE_INFINITY ? best.branch : undefined;
}

/** `{from: id}` → `id`, a list of one → the one, `{any: [set]}` → the set. */
function shorten(tree: Tree, schema: Schema): Tree {
  for (const candidate of shorterForms(tree)) {
    const long = z.safeParse(schema as z.ZodType, valueOfTree(tree));
    const short = z.safeParse(schema as z.ZodType, valueOfTree(candidate));
    if (long.success && short.success && isDeepStrictEqual(long.data, short.data)) return shorten(candidate, schema);
  }
  return tree;
}

function shorterForms(tree: Tree): readonly Tree[] {
  const forms: Tree[] = [];
  if (tree.kind === 'list' && tree.items.length === 1 && tree.items[0]) {
    const [item] = tree.items;
    forms.push({ ...item, trivia: joinTrivia(tree.trivia, item.trivia) });
  }
  if (tree.kind === 'map' && tree.entries.length === 1 && tree.entries[0]) {
    const [{ trivia, value }] = tree.entries as [Entry];
    forms.push({ ...value, trivia: joinTrivia(tree.trivia, trivia, value.trivia) });
    if (value.kind === 'list' && value.items.length === 1 && value.items[0]) {
      const [item] = value.items;
      forms.push({ ...item, trivia: joinTrivia(tree.trivia, trivia, value.trivia, item.trivia) });
    }
  }
  return forms;
}
