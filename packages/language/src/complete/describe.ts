import type { Field, Model, ModelRelation } from '@waybill/engine/catalog';
import { code, paragraphs, plain } from '../markdown.ts';

/** A field's label, type, meaning, column and values. */
export function fieldMarkdown(model: Model, field: Field): string {
  const values = field.values && [...field.values].map(([value, label]) => `${code(value)} ${plain(label)}`);
  const shown = values && (values.length > 20 ? [...values.slice(0, 20), '…'] : values);
  return paragraphs(
    `**${plain(field.label)}** · ${field.type} · ${code(`${model.name}.${field.path}`)}`,
    field.description && plain(field.description),
    shown && `Values: ${shown.join(', ')}`,
    field.computed === undefined ? field.column && `Column ${code(field.column)}` : `Computed: ${code(field.computed)}`,
    field.pii ? 'Personal data.' : undefined,
  );
}

/** `decimal · Amount`, with what is special about it. */
export function fieldDetail(field: Field): string {
  const label = field.label === field.name ? [] : [field.label];
  return [field.type, ...label, ...(field.pii ? ['personal data'] : [])].join(' · ');
}

export function relationDetail(relation: ModelRelation): string {
  return `${relation.kind === 'one' ? 'to one' : 'to many'} · ${relation.target}`;
}

export function relationMarkdown(model: Model, relation: ModelRelation): string {
  const match = relation.match.map(([own, other]) => `${code(own)} = ${code(`${relation.target}.${other}`)}`);
  return paragraphs(
    `${relation.kind === 'one' ? 'At most one entry' : 'Many entries'} of ${code(relation.target)} for each of ${code(model.name)}.`,
    match.length === 0 ? undefined : `By ${match.join(' and ')}.`,
  );
}

const MEASURES = ['count', 'count_distinct', 'sum', 'average', 'min', 'max'] as const;

/** `sum of amount`, as a KPI's definition says it. */
export function kpiDetail(kpi: Readonly<Record<string, unknown>>): string {
  const measure = MEASURES.find(word => word in kpi);
  if (measure === undefined) return '';
  const of = kpi[measure];
  const words = measure.replaceAll('_', ' ');
  const where = kpi.where === undefined ? '' : ', filtered';
  return of === true || of === 'true' ? `${words} of entries${where}` : `${words} of ${String(of)}${where}`;
}

/** What a predicate asks, as its definition says it. */
export function predicateDetail(predicate: Readonly<Record<string, unknown>>): string {
  return 'not' in predicate ? `not ${String(predicate.not)}` : `there are ${String(predicate.exists ?? '')}`;
}
