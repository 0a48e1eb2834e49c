import { expectation, type FileKind, isOptional, type KeyPath, type Schema, wordsOf } from '@waybill/engine/definition';
import { z } from 'zod';
import { declaredAt, type SiblingsOf, schemasAt } from '../place/schema-at.ts';

/** What the engine's schema says of a key. */
export interface KeyWords {
  readonly description: string | undefined;
  /** What may be written: `one of send, header_only, skip, fail`. */
  readonly expected: string;
  /** Undefined where it depends on what else is written. */
  readonly required: boolean | undefined;
}

/** The description of a schema, whatever it is wrapped in. */
export function descriptionOf(schema: Schema): string | undefined {
  for (let at: Schema | undefined = schema; at; at = innerOf(at)) {
    const description = z.globalRegistry.get(at as z.ZodType)?.description;
    if (description !== undefined) return description;
  }
  return undefined;
}

function innerOf(schema: Schema): Schema | undefined {
  const def = schema._zod.def as {
    readonly type: string;
    readonly innerType?: Schema;
    readonly in?: Schema;
    readonly out?: Schema;
  };
  if (def.innerType) return def.innerType;
  if (def.type !== 'pipe') return undefined;
  return (def.in?._zod.def as { type?: string } | undefined)?.type === 'transform' ? def.out : def.in;
}

/** What is to be known of the key at a path; undefined for keys that no file has. */
export function keyWords(kind: FileKind, path: KeyPath, siblingsOf: SiblingsOf): KeyWords | undefined {
  const declared = declaredAt(kind, path, siblingsOf);
  if (declared.length === 0) return undefined;
  const descriptions = new Set(declared.map(descriptionOf).filter(text => text !== undefined));
  const required = declared.map(schema => !isOptional(schema));
  return {
    description: descriptions.size === 0 ? undefined : [...descriptions].join(' '),
    expected: [...new Set(declared.map(expectation))].join(', or '),
    required: new Set(required).size === 1 ? required[0] : undefined,
  };
}

/** What the schema says of a fixed word at a path, such as `sftp` of `type`: the description of its branch. */
export function wordDescription(
  kind: FileKind,
  path: KeyPath,
  word: string,
  siblingsOf: SiblingsOf,
): string | undefined {
  const fitting = schemasAt(kind, path, siblingsOf).filter(schema => wordsOf(schema).map(String).includes(word));
  return fitting.map(descriptionOf).find(text => text !== undefined);
}
