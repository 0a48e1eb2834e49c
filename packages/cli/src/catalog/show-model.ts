import type { Workspace } from '@waybill/engine/workspace';
import type { Colours } from '../io.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';

type Model = NonNullable<ReturnType<Workspace['catalog']['models']['get']>>;
type Field = NonNullable<ReturnType<Model['fields']['get']>>;

const fieldsOf = (model: Model): readonly Field[] => [
  ...model.fields.values(),
  ...model.custom.values(),
  ...model.extended.values(),
];

/** A model as data; fields by the path that exports write. */
export const modelJson = (model: Model) => ({
  model: model.name,
  label: model.label,
  description: model.description ?? null,
  file: model.file ?? null,
  source: model.source,
  table: model.table.join('.'),
  key: model.key,
  eventDate: model.eventDate ?? null,
  updatedAt: model.updatedAt ?? null,
  fields: fieldsOf(model).map(field => ({
    field: field.path,
    type: field.type,
    label: field.label,
    description: field.description ?? null,
    column: field.column ?? null,
    computed: field.computed ?? null,
    values: field.values ? Object.fromEntries(field.values) : null,
    identifier: field.identifier,
    personal: field.pii,
  })),
  relations: [...model.relations.values()].map(({ name, kind, target, match }) => ({
    relation: name,
    kind,
    model: target,
    match: Object.fromEntries(match),
  })),
  predicates: [...model.predicates.keys()],
  kpis: [...model.kpis].map(([kpi, { label }]) => ({ kpi, label: label ?? kpi })),
  dimensions: model.dimensions,
});

/** A model for people: what it reads, then its fields, relations and measures. */
export function modelLines(model: Model, colours: Colours): readonly string[] {
  const facts = [
    ['table', `${model.table.join('.')} of ${model.source}`],
    ['file', model.file],
    ['key', model.key.join(', ')],
    ['event_date', model.eventDate],
    ['updated_at', model.updatedAt],
  ].flatMap(([name = '', value]) => (value ? [`  ${colours.dim(name.padEnd(11))} ${visible(value)}`] : []));
  const fields = fieldsOf(model).map(field => [
    field.path,
    field.type,
    field.label,
    marksOf(field),
    field.description ?? '',
  ]);
  const columns = ['field', 'type', 'label', 'marks', 'description'].map(header => ({ header }));
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', colours.bold(title), ...lines.map(line => `  ${visible(line)}`)];
  const relations = [...model.relations.values()].map(({ name, kind, target, match }) => {
    const on = match.map(([own, other]) => `${own} = ${target}.${other}`).join(', ');
    return `${name}: ${kind === 'one' ? 'one of' : 'many of'} ${target} (${on})`;
  });
  return [
    `${colours.bold(visible(model.label))} ${colours.dim(visible(model.name))}`,
    ...(model.description === undefined ? [] : [visible(model.description)]),
    ...facts,
    '',
    ...renderTable(columns, fields, { head: colours.bold, absent: colours.dim }),
    ...section('Relations', relations),
    ...section('Predicates', [...model.predicates.keys()]),
    ...section(
      'KPIs',
      [...model.kpis].map(([name, { label }]) => (label === undefined ? name : `${name}: ${label}`)),
    ),
    ...section('Dimensions', model.dimensions.length === 0 ? [] : [model.dimensions.join(', ')]),
  ];
}

const marksOf = ({ identifier, pii, computed }: Field): string =>
  [identifier && 'identifier', pii && 'personal', computed !== undefined && 'computed'].filter(Boolean).join(', ');
