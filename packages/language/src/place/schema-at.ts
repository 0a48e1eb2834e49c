import {
  branchesOf,
  commonLiteral,
  elementOf,
  FILE_SCHEMAS,
  type FileKind,
  type KeyPath,
  recordOf,
  type Schema,
  shapeOf,
  wordsOf,
} from '@waybill/engine/definition';

/** Keys of the mapping at a path, with their values where they are plain; undefined where there is no mapping. */
export type SiblingsOf = (path: KeyPath) => ReadonlyMap<string, string | undefined> | undefined;

const NO_KEYS: ReadonlyMap<string, string | undefined> = new Map();

/**
 * The ways in which the value at a path may be written, as the engine's schemas: every branch of its unions by itself,
 * short forms too, but of the mappings only those that the keys there leave: below `type: sftp` those of SFTP. Empty for
 * a path that no file has.
 */
export function schemasAt(kind: FileKind, path: KeyPath, siblingsOf: SiblingsOf): readonly Schema[] {
  const branches = declaredAt(kind, path, siblingsOf).flatMap(branchesOf);
  return narrowed(branches, siblingsOf(path) ?? NO_KEYS);
}

/** The schemas of a path as they were declared, with their descriptions; more than one where unions leave it open. */
export function declaredAt(kind: FileKind, path: KeyPath, siblingsOf: SiblingsOf): readonly Schema[] {
  let declared: readonly Schema[] = [FILE_SCHEMAS[kind]];
  for (const [depth, step] of path.entries()) {
    const branches = declared.flatMap(branchesOf);
    declared =
      typeof step === 'number'
        ? branches.flatMap(branch => elementOf(branch) ?? [])
        : narrowed(branches, siblingsOf(path.slice(0, depth)) ?? NO_KEYS).flatMap(
            branch => shapeOf(branch)?.[step] ?? recordOf(branch)?.value ?? [],
          );
    if (declared.length === 0) return [];
  }
  return [...new Set(declared)];
}

/**
 * The branches that fit the keys that are there. A word that names a branch decides; else every key that only some
 * branches have excludes the others. Where that leaves none, the keys contradict each other and all are left.
 */
function narrowed(branches: readonly Schema[], siblings: ReadonlyMap<string, string | undefined>): readonly Schema[] {
  const objects = branches.filter(branch => shapeOf(branch));
  if (objects.length < 2 || siblings.size === 0) return branches;
  const kept = new Set(byWord(objects, siblings) ?? byKeys(objects, siblings));
  return branches.filter(branch => kept.has(branch) || !shapeOf(branch));
}

function byWord(
  objects: readonly Schema[],
  siblings: ReadonlyMap<string, string | undefined>,
): readonly Schema[] | undefined {
  const key = commonLiteral(objects.map(schema => shapeOf(schema) ?? {}));
  const said = key === undefined ? undefined : siblings.get(key);
  if (key === undefined || said === undefined) return undefined;
  const fitting = objects.filter(schema =>
    wordsOf(shapeOf(schema)?.[key] as Schema)
      .map(String)
      .includes(said),
  );
  return fitting.length > 0 ? fitting : undefined;
}

function byKeys(objects: readonly Schema[], siblings: ReadonlyMap<string, unknown>): readonly Schema[] {
  const known = [...siblings.keys()].filter(key => objects.some(schema => key in (shapeOf(schema) ?? {})));
  const fitting = objects.filter(schema => known.every(key => key in (shapeOf(schema) ?? {})));
  return fitting.length > 0 ? fitting : objects;
}
