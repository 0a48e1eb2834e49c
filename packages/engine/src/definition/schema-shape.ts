import { z } from 'zod';

/**
 * What a zod schema is made of, for those who need more of it than a verdict: messages about mistakes, completion,
 * the canonical order of keys.
 */
export type Schema = z.core.$ZodType;

/** What a YAML value is. */
export type Kind = 'text' | 'number' | 'boolean' | 'list' | 'mapping' | 'nothing';

interface Def {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly out?: Schema;
  readonly getter?: () => Schema;
  readonly options?: readonly Schema[];
  readonly discriminator?: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: Schema;
  readonly element?: Schema;
  readonly keyType?: Schema;
  readonly valueType?: Schema;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly format?: string;
  readonly checks?: readonly Schema[];
}

export const defOf = (schema: Schema): Def => schema._zod.def as unknown as Def;

/** The schema of what is written: without optional, default, transformations. */
export function unwrap(schema: Schema): Schema {
  let current = schema;
  for (;;) {
    const def = defOf(current);
    if (def.type === 'lazy' && def.getter) current = def.getter();
    else if (def.type === 'pipe' && def.in && def.out) current = defOf(def.in).type === 'transform' ? def.out : def.in;
    else if (def.innerType) current = def.innerType;
    else return current;
  }
}

/** What a schema, or the one that it wraps, says of itself to people; undefined where it says nothing. */
export function descriptionOf(schema: Schema): string | undefined {
  for (let current: Schema | undefined = schema; current; ) {
    const said = z.globalRegistry.get(current as z.ZodType)?.description;
    if (said !== undefined) return said;
    const def = defOf(current);
    if (def.type === 'pipe' && def.in && def.out) current = defOf(def.in).type === 'transform' ? def.out : def.in;
    else current = def.type === 'lazy' ? def.getter?.() : def.innerType;
  }
  return undefined;
}

/** Whether the key that has this schema may be left out. */
export const isOptional = (schema: Schema): boolean => schema._zod.optin !== undefined;

/** The ways in which a value may be written: the branches of a union, or the schema itself. */
export function branchesOf(schema: Schema): readonly Schema[] {
  const inner = unwrap(schema);
  const { type, options } = defOf(inner);
  return type === 'union' && options ? options.flatMap(branchesOf) : [inner];
}

type Shape = Readonly<Record<string, Schema>>;

/** Shapes that inherit nothing: a key such as `__proto__` or `constructor` is then as unknown as any other. */
const bare = new WeakMap<Shape, Shape>();

/** Keys of a mapping with known keys, in their canonical order; undefined for anything else. */
export function shapeOf(schema: Schema): Shape | undefined {
  const def = defOf(unwrap(schema));
  if (def.type !== 'object' || !def.shape) return undefined;
  const known = bare.get(def.shape) ?? Object.assign(Object.create(null) as Shape, def.shape);
  bare.set(def.shape, known);
  return known;
}

export const elementOf = (schema: Schema): Schema | undefined => {
  const def = defOf(unwrap(schema));
  return def.type === 'array' ? def.element : undefined;
};

/** Schemas of key and value of a mapping with free keys. */
export const recordOf = (schema: Schema): { readonly key: Schema; readonly value: Schema } | undefined => {
  const def = defOf(unwrap(schema));
  return def.type === 'record' && def.keyType && def.valueType ? { key: def.keyType, value: def.valueType } : undefined;
};

/** Fixed words that may be written here: of enums and literals, in all branches. */
export function wordsOf(schema: Schema): readonly (string | number | boolean)[] {
  return branchesOf(schema).flatMap(branch => {
    const def = defOf(branch);
    if (def.type === 'literal') return (def.values ?? []) as (string | number | boolean)[];
    return def.type === 'enum' ? Object.values(def.entries ?? {}) : [];
  });
}

export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'mapping';
  return typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean');
}

/** The kinds of value that one branch takes. */
export function kindsOf(branch: Schema): readonly Kind[] {
  const def = defOf(branch);
  switch (def.type) {
    case 'string':
      return ['text'];
    case 'number':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'enum':
    case 'literal':
      return [...new Set(wordsOf(branch).map(kindOf))];
    case 'array':
      return ['list'];
    case 'object':
    case 'record':
      return ['mapping'];
    case 'null':
      return ['nothing'];
    default:
      return ['text', 'number', 'boolean', 'list', 'mapping', 'nothing'];
  }
}

/** Keys that tell the branches of a union of mappings apart: those that one branch requires and not all have. */
export function discriminatingKeys(branches: readonly Schema[]): readonly string[] {
  const shapes = branches.map(shapeOf).filter(shape => shape !== undefined);
  const keys = shapes.flatMap(shape =>
    Object.keys(shape).filter(key => !isOptional(shape[key] as Schema) && !shapes.every(other => key in other)),
  );
  return [...new Set(keys)];
}

/** The key that says in every branch, by a fixed word, which one it is: `type: sftp`. */
export function commonLiteral(shapes: readonly Readonly<Record<string, Schema>>[]): string | undefined {
  const [first] = shapes;
  if (!first) return undefined;
  return Object.keys(first).find(key =>
    shapes.every(shape => shape[key] !== undefined && defOf(unwrap(shape[key] as Schema)).type === 'literal'),
  );
}
