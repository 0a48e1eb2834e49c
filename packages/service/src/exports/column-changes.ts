import type { ExportDefinition, FieldSpec } from '@waybill/engine/definition';
import { keyChanges, LISTED, same } from './value-changes.ts';

export interface Column {
  /** Header: what names it for a person. */
  readonly name: string;
  /** Everything about it but its header. */
  readonly details: Readonly<Record<string, unknown>>;
}

export function fieldsOf({ fields }: ExportDefinition): readonly Column[] {
  if (fields === undefined) return [];
  if (fields === 'all') return [{ name: 'all', details: {} }];
  return fields.map(({ to, ...details }: FieldSpec) => ({
    name: to ?? details.from ?? details.aggregate ?? '',
    details,
  }));
}

export const kpisOf = ({ kpis = [] }: ExportDefinition): readonly Column[] =>
  kpis.map(({ kpi, to }) => ({ name: to ?? kpi, details: { kpi } }));

export const dimensionsOf = ({ dimensions = [] }: ExportDefinition): readonly Column[] =>
  dimensions.map(({ dimension, to }) => ({ name: to ?? dimension, details: { dimension } }));

export function columnChanges(kind: string, before: readonly Column[], after: readonly Column[]): readonly string[] {
  const was = new Map(before.map(column => [column.name, column]));
  const is = new Map(after.map(column => [column.name, column]));
  const gone = before.filter(({ name }) => !is.has(name));
  const added = after.filter(({ name }) => !was.has(name));
  const renamed: string[] = [];
  for (const column of [...added]) {
    // The same column under another header is one change, not two.
    const old = gone.find(({ details }) => same(details, column.details));
    if (!old) continue;
    renamed.push(`${kind} ${old.name}: header → ${column.name}`);
    gone.splice(gone.indexOf(old), 1);
    added.splice(added.indexOf(column), 1);
  }
  const touched = after.flatMap(column => {
    const old = was.get(column.name);
    return old ? keyChanges(`${kind} ${column.name}`, old.details, column.details) : [];
  });
  const kept = (columns: readonly Column[], others: ReadonlyMap<string, Column>) =>
    columns.map(({ name }) => name).filter(name => others.has(name));
  const moved = !same(kept(before, is), kept(after, was));
  return [
    ...listed(`${kind}s added`, `${kind} added`, added.map(inWords)),
    ...listed(
      `${kind}s removed`,
      `${kind} removed`,
      gone.map(({ name }) => name),
    ),
    ...renamed,
    ...touched,
    ...(moved ? [`${kind}s: in another order`] : []),
  ];
}

const inWords = ({ name, details }: Column): string => {
  const from = details.from ?? details.kpi ?? details.dimension;
  return from === undefined || from === name ? name : `${name} (${from})`;
};

function listed(many: string, one: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  const more = words.length - LISTED;
  const shown = more > 0 ? [...words.slice(0, LISTED - 1), `${more + 1} more`] : words;
  const last = shown.at(-1) ?? '';
  const text = shown.length === 1 ? last : more > 0 ? `${shown.slice(0, -1).join(', ')} and ${last}` : shown.join(', ');
  return [`${words.length === 1 ? one : many}: ${text}`];
}
