import type { FieldGroup } from './meaning.ts';

/** One thing that a segment of a text names. Two segments name the same thing when their targets are equal. */
export type Target =
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'field'; readonly model: string; readonly group: FieldGroup; readonly name: string }
  | { readonly kind: 'relation' | 'kpi' | 'predicate'; readonly model: string; readonly name: string }
  | { readonly kind: 'source' | 'destination'; readonly name: string }
  | { readonly kind: 'template'; readonly name: string }
  /** Of a template: `sales@2`. */
  | { readonly kind: 'release'; readonly template: string; readonly release: number }
  | { readonly kind: 'key-file' | 'audience-file'; readonly name: string };

/** What a segment is that names nothing of its own: words of the language and of the calendar. */
export type WordKind = 'all' | 'group' | 'date-part' | 'operator' | 'aggregation';

export const sameTarget = (a: Target | undefined, b: Target | undefined): boolean =>
  a !== undefined && b !== undefined && textOf(a) === textOf(b);

/** A word by which targets are told apart in maps. */
export const textOf = (target: Target): string => Object.values(target).join('\0');

/** The file of the workspace that a target is; undefined for what is none, or would be outside the workspace (Q2). */
export function fileOf(target: Target): string | undefined {
  if (target.kind !== 'key-file' && target.kind !== 'audience-file') return undefined;
  const path = target.kind === 'key-file' ? `keys/${target.name}.asc` : target.name;
  const outside = /^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..');
  return outside || path === '' ? undefined : path;
}
