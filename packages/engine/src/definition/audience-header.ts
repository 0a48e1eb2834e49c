import type { Field, Model } from '../catalog/catalog.ts';

/** So much of an audience file is read to see its first line. */
export const AUDIENCE_HEAD_BYTES = 4096;

const DELIMITERS = [',', ';', '\t', '|'];

/** The first of the usual delimiters that the first line of an audience file has; a bare list has none. */
export function audienceDelimiter(start: string): string {
  const [line = ''] = start.split(/\r?\n|\r/);
  return DELIMITERS.find(delimiter => line.includes(delimiter)) ?? ',';
}

export type AudienceColumn =
  /** The first line is a header, and this column of it names a field of the people. */
  | { readonly kind: 'header'; readonly index: number; readonly field: Field }
  /** There is no header: the list is one of keys. */
  | { readonly kind: 'keys'; readonly field: Field }
  | { readonly kind: 'wrong'; readonly code: 'audience-key' | 'audience-column' };

/** What the entries of an audience file are, by the cells of its first line (D7). */
export function audienceColumn(cells: readonly string[], people: Model): AudienceColumn {
  for (const [index, cell] of cells.entries()) {
    const field = people.fields.get(cell) ?? groupField(cell, people);
    if (field) return { kind: 'header', index, field };
  }
  if (cells.length > 1) return { kind: 'wrong', code: 'audience-column' };
  const [key, ...others] = people.key;
  const field = key === undefined ? undefined : people.fields.get(key);
  if (others.length > 0 || !field) return { kind: 'wrong', code: 'audience-key' };
  // Words in place of a number: a header, of no field.
  if (field.type === 'integer' && /\p{L}/u.test(cells[0] ?? '')) return { kind: 'wrong', code: 'audience-column' };
  return { kind: 'keys', field };
}

function groupField(cell: string, people: Model): Field | undefined {
  const [, group, name = ''] = /^(custom|extended)\.(.+)$/.exec(cell) ?? [];
  return group === undefined ? undefined : people[group as 'custom' | 'extended'].get(name);
}
