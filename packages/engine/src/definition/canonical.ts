import { isDeepStrictEqual } from 'node:util';
import { Lexer } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../errors/index.ts';
import { canonicalOrder } from './canonical-order.ts';
import { printTree } from './canonical-print.ts';
import { treeOf, treeOfValue } from './canonical-tree.ts';
import { explain } from './explain.ts';
import { FILE_SCHEMAS, type FileKind } from './parse-definition.ts';
import { type ParsedYaml, parseYaml } from './parse-yaml.ts';

export type Formatted =
  | { readonly ok: true; readonly text: string }
  /** The file cannot be read, so nothing is changed. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The canonical form of a file (`waybill format`): keys in the order of the language, short forms where they say the
 * same, one style of quotes and braces; comments stay with what they stand at. Formatting twice changes nothing more,
 * and the meaning never changes: what would not read back as the same is left as it was.
 */
export function formatText(text: string, kind: FileKind, yaml: ParsedYaml = parseYaml(text)): Formatted {
  if (yaml.problems.length > 0) return { ok: false, problems: yaml.problems };
  const formatted = printTree(canonicalOrder(treeOf(yaml), FILE_SCHEMAS[kind]));
  const same = saysTheSame(yaml, parseYaml(formatted), kind);
  return { ok: true, text: same ? formatted : yaml.text };
}

/** Plain JavaScript (what an editor form or a chat made) as a file in canonical form. */
export const writeCanonical = (value: unknown, kind: FileKind): string =>
  printTree(canonicalOrder(treeOfValue(value), FILE_SCHEMAS[kind]));

function saysTheSame(before: ParsedYaml, after: ParsedYaml, kind: FileKind): boolean {
  if (after.problems.length > 0) return false;
  return meaningEquals(before, after, kind) && isDeepStrictEqual(commentsOf(before.text), commentsOf(after.text));
}

function meaningEquals(before: ParsedYaml, after: ParsedYaml, kind: FileKind): boolean {
  if (isDeepStrictEqual(before.value, after.value)) return true;
  const schema: z.ZodType = FILE_SCHEMAS[kind];
  const [first, second] = [before, after].map(yaml => z.safeParse(schema, yaml.value));
  if (first?.success && second?.success) return isDeepStrictEqual(first.data, second.data);
  // Numbers that stand for text, or mistakes beside what was shortened.
  const [a, b] = [before, after].map(yaml => explain(schema, yaml, 'the file'));
  if (a?.value !== undefined && b?.value !== undefined) return isDeepStrictEqual(a.value, b.value);
  const messages = (problems: readonly Problem[] = []) => problems.map(({ message }) => message).sort();
  return a !== undefined && isDeepStrictEqual(messages(a.problems), messages(b?.problems));
}

/** The words of all comments, in any order: none may be lost. */
function commentsOf(text: string): readonly string[] {
  const comments = [...new Lexer().lex(text)].filter(token => token.startsWith('#'));
  return comments
    .flatMap(token => token.split(/[#;\s]+/))
    .filter(word => word !== '')
    .sort();
}
