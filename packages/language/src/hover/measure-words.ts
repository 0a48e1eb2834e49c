import { type Catalog, type Model, resolveKpi, resolvePredicate } from '@waybill/engine/catalog';
import { type Criterion, operatorInWords } from '@waybill/engine/definition';
import { bullets, code, paragraphs, plain } from '../markdown.ts';

const MEASURES = {
  count: 'How many',
  count_distinct: 'How many different values of',
  sum: 'The sum of',
  average: 'The average of',
  min: 'The least',
  max: 'The greatest',
} as const;

/** A criterion as it reads in a sentence, its own words in the typeface of code. */
export function criterionWords({ attribute, operator, value, period }: Criterion): string {
  const values = (value === undefined ? [] : Array.isArray(value) ? value : [value]).map(item => code(String(item)));
  return [
    ...(attribute === undefined ? [] : [code(attribute)]),
    operatorInWords(operator),
    ...(values.length === 0 ? [] : [values.join(values.length === 2 ? ' and ' : ', ')]),
    ...(period === undefined ? [] : [`within ${plain(period)}`]),
  ].join(' ');
}

/** What a KPI measures (K6). A KPI whose path leads nowhere is named and nothing more. */
export function kpiWords(model: Model, name: string, catalog: Catalog): string {
  const kpi = model.kpis.get(name);
  const resolved = resolveKpi(catalog, model, name);
  if (!resolved.ok) return `**${plain(kpi?.label ?? name)}** · KPI of ${code(model.name)}`;
  const { label, aggregate, field, relation, where } = resolved.value;
  const of = field ? code(field.path) : code(relation?.path ?? model.name);
  const type = field && aggregate !== 'count_distinct' ? ` · ${field.field.type}` : '';
  return paragraphs(
    `**${plain(label)}** · KPI of ${code(model.name)}${type}`,
    kpi?.description === undefined ? undefined : plain(kpi.description),
    `${MEASURES[aggregate]} ${of}${where.length === 0 ? '' : `, where ${where.map(criterionWords).join(' and ')}`}.`,
  );
}

/** What a predicate asks of an entry (K7), in words. */
export function predicateWords(model: Model, name: string, catalog: Catalog): string {
  const declared = model.predicates.get(name);
  const head = `**${plain(declared?.label ?? operatorInWords(name))}** · predicate of ${code(model.name)}`;
  const description = declared?.description === undefined ? undefined : plain(declared.description);
  const resolved = resolvePredicate(catalog, model, name);
  if (!resolved.ok) return paragraphs(head, description);
  const { negated, exists, value, period, atLeast } = resolved.value;
  const count = atLeast > 1 ? `at least ${atLeast}` : 'at least one';
  const asked = negated ? 'have fewer than' : 'have';
  const dated = period ? code(period.field.path) : '';
  return paragraphs(
    head,
    description,
    `Holds for ${code(model.name)} that ${asked} ${count === 'at least one' && negated ? 'one' : negated ? String(atLeast) : count} of ${code(exists.path)}${value ? ` whose ${code(value.path)} is the \`value\`` : ''}${period ? `, within the \`period\` by ${dated}` : ''}.`,
    bullets([
      declared && 'not' in declared ? `The opposite of ${code(declared.not)}` : undefined,
      value ? `\`value\`: ${value.field.type}, or a list of them` : 'Takes no `value`',
      period ? '`period`: a duration such as `30 days`; without it all time counts' : 'Takes no `period`',
      '`at_least`: another count',
    ]),
  );
}
