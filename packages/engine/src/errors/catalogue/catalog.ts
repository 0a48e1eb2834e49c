import { entry } from '../define.ts';

const some = (words: readonly string[], none: string) =>
  words.length === 0 ? none : `${words.slice(0, 12).join(', ')}${words.length > 12 ? ', …' : ''}`;

/** Errors of the catalog: of the model files, and of paths that lead through them. */
export const catalogErrors = {
  'unknown-model': entry<{ model: string; count: number }>({
    kind: 'input',
    rules: ['K3'],
    message: p => `There is no model "${p.model}" in the catalog.`,
    fix: p =>
      p.count === 0
        ? 'The catalog is empty: write catalog/NAME.model.yaml, or let `waybill catalog import` read your database.'
        : 'Name one of the models in catalog/.',
  }),
  'model-broken': entry<{ model: string }>({
    kind: 'input',
    rules: ['K3'],
    message: p => `The model "${p.model}" cannot be used: its file has errors.`,
    fix: () => 'Correct the model file first.',
  }),
  'model-unreadable': entry<{ file: string; detail: string }>({
    kind: 'machine',
    rules: ['K1'],
    message: p => `${p.file} cannot be read (${p.detail}).`,
    fix: () => 'Check that the file is there and that you may read it.',
  }),
  'duplicate-model': entry<{ model: string; other: string }>({
    kind: 'input',
    rules: ['K3'],
    message: p => `The model "${p.model}" is declared in ${p.other} too.`,
    fix: () => 'Give one of them another name.',
  }),
  'model-without-fields': entry<{ model: string }>({
    kind: 'input',
    rules: ['K3'],
    message: p => `The model "${p.model}" has no fields.`,
    fix: () => 'Name at least one: `fields: {id: integer}`.',
  }),
  'reserved-name': entry<{ name: string; what: string }>({
    kind: 'input',
    rules: ['K3', 'K4', 'K7'],
    message: p => `"${p.name}" has a meaning of its own and cannot be the name of ${p.what}.`,
    fix: () => 'Choose another name; a field keeps its column with `column:`.',
  }),
  'name-clash': entry<{ name: string; model: string }>({
    kind: 'input',
    rules: ['K5'],
    message: p => `"${p.name}" is both a field and a relation of "${p.model}".`,
    fix: () => 'Rename one of them: a path could mean either.',
  }),
  'enum-without-values': entry<{ field: string }>({
    kind: 'input',
    rules: ['K3'],
    message: p => `The enum "${p.field}" has no values.`,
    fix: () => 'Add `values: {stored: Label}`, or make it a string.',
  }),
  'values-without-enum': entry<{ field: string; type: string }>({
    kind: 'input',
    rules: ['K3'],
    message: p => `"${p.field}" has values, but it is of type ${p.type}.`,
    fix: () => 'Make it `type: enum`, or remove the values.',
  }),
  'unknown-field': entry<{ field: string; model: string }>({
    kind: 'input',
    rules: ['D2', 'K3'],
    message: p => `"${p.model}" has no field "${p.field}".`,
    fix: p => `Name a field of "${p.model}", or one reached through its relations: \`relation.field\`.`,
  }),
  'unknown-relation': entry<{ relation: string; model: string }>({
    kind: 'input',
    rules: ['K5'],
    message: p => `"${p.model}" has no relation "${p.relation}".`,
    fix: p => `Name a relation of "${p.model}", or declare this one in its model file.`,
  }),
  'relation-broken': entry<{ relation: string; model: string; target: string }>({
    kind: 'input',
    rules: ['K5'],
    message: p => `The relation "${p.relation}" of "${p.model}" leads to "${p.target}", which it does not fit.`,
    fix: () => 'Correct the relation in the model file: its target and the fields it matches must exist.',
  }),
  'to-many-in-field': entry<{ relation: string; model: string; target: string }>({
    kind: 'input',
    rules: ['K5'],
    message: p => `"${p.relation}" leads from one of ${p.model} to many of ${p.target}; one cell cannot hold them.`,
    fix: () => 'Ask it in a filter with a predicate, count it with a KPI, or export the other model.',
  }),
  'custom-of-other-model': entry<{ model: string; field: string }>({
    kind: 'input',
    rules: ['K4'],
    message: p => `Custom fields of "${p.model}" are offered only in exports of "${p.model}".`,
    fix: p => `Export "${p.model}", or make "${p.field}" an extended field in its model file.`,
  }),
  'group-needs-field': entry<{ group: 'custom' | 'extended'; model: string; names: readonly string[] }>({
    kind: 'input',
    rules: ['K4'],
    message: p => `"${p.group}" is a group of fields; the field itself is missing.`,
    fix: p => `Write \`${p.group}.NAME\`: ${some(p.names, `"${p.model}" has none`)}.`,
  }),
  'unknown-group-field': entry<{
    group: 'custom' | 'extended';
    model: string;
    field: string;
    names: readonly string[];
  }>({
    kind: 'input',
    rules: ['K4'],
    message: p => `"${p.model}" has no ${p.group} field "${p.field}".`,
    fix: p => `Its ${p.group} fields: ${some(p.names, 'none')}.`,
  }),
  'field-has-no-parts': entry<{ field: string; type: string }>({
    kind: 'input',
    rules: ['K5'],
    message: p => `"${p.field}" is a field of type ${p.type}; nothing can follow it in a path.`,
    fix: () => 'End the path at the field.',
  }),
  'path-is-relation': entry<{ relation: string; model: string }>({
    kind: 'input',
    rules: ['K5'],
    message: p => `"${p.relation}" is a relation to "${p.model}", not a field.`,
    fix: p => `Name a field of "${p.model}" after it: \`${p.relation}.FIELD\`.`,
  }),
  'path-incomplete': entry<{ model: string }>({
    kind: 'input',
    rules: ['K5'],
    message: () => 'A name is missing in this path.',
    fix: p => `Name a field or a relation of "${p.model}" there.`,
  }),
  'field-is-no-relation': entry<{ field: string; model: string }>({
    kind: 'input',
    rules: ['K5', 'K7'],
    message: p => `"${p.field}" is a field of "${p.model}", not a relation.`,
    fix: () => 'Name a relation.',
  }),
  'unknown-date-part': entry<{ part: string; field: string; parts: readonly string[] }>({
    kind: 'input',
    rules: ['K6', 'D6'],
    message: p => `"${p.part}" is no period that "${p.field}" can be cut to.`,
    fix: p => `Write one of: ${p.parts.join(', ')}.`,
  }),
  'unknown-predicate': entry<{ predicate: string; model: string }>({
    kind: 'input',
    rules: ['K7'],
    message: p => `"${p.model}" has no predicate "${p.predicate}".`,
    fix: () => 'Name a predicate of the model, or declare it in the model file.',
  }),
  'predicate-broken': entry<{ predicate: string; model: string }>({
    kind: 'input',
    rules: ['K7'],
    message: p => `The predicate "${p.predicate}" of "${p.model}" turns round a predicate that does not end anywhere.`,
    fix: () => 'Let `not:` name a predicate with `exists:`.',
  }),
  'exists-needs-many': entry<{ path: string }>({
    kind: 'input',
    rules: ['K7'],
    message: p => `"${p.path}" leads to one entry at most; there is nothing to count.`,
    fix: () => 'Let `exists:` go through a to-many relation.',
  }),
  'period-off-path': entry<{ path: string; exists: string }>({
    kind: 'input',
    rules: ['K7'],
    message: p => `The period "${p.path}" goes another way than "${p.exists}".`,
    fix: p => `Take a date on the way of \`exists: ${p.exists}\`.`,
  }),
  'not-a-date': entry<{ field: string; type: string }>({
    kind: 'input',
    rules: ['K3', 'K7', 'D9'],
    message: p => `"${p.field}" is of type ${p.type}; a date or datetime is needed here.`,
    fix: () => 'Name a field of type date or datetime.',
  }),
  'not-a-number': entry<{ field: string; type: string; aggregate: string }>({
    kind: 'input',
    rules: ['K6', 'D5'],
    message: p => `"${p.field}" is of type ${p.type}; \`${p.aggregate}\` needs a number.`,
    fix: () => 'Name a field of type integer or decimal.',
  }),
  'key-not-usable': entry<{ field: string; type: string }>({
    kind: 'input',
    rules: ['K3', 'O8'],
    message: p => `"${p.field}" is of type ${p.type} and cannot name an entry.`,
    fix: () => 'Name a field that tells the entries apart and can be sorted by.',
  }),
  'relation-types-differ': entry<{ own: string; ownType: string; other: string; otherType: string }>({
    kind: 'input',
    rules: ['K5'],
    message: p => `"${p.own}" is of type ${p.ownType}, "${p.other}" of type ${p.otherType}: they can never be equal.`,
    fix: () => 'Match fields of the same type.',
  }),
  'relation-across-sources': entry<{ relation: string; source: string; otherSource: string }>({
    kind: 'input',
    rules: ['K2', 'K5'],
    message: p => `"${p.relation}" leads from the source "${p.source}" to "${p.otherSource}".`,
    fix: () => 'Relations stay in one source; the engine `trino` can bring several databases together as one.',
  }),
  'source-missing': entry<{ model: string; sources: readonly string[] }>({
    kind: 'input',
    rules: ['K2', 'K3'],
    message: p =>
      p.sources.length === 0
        ? `"${p.model}" is in no source: the workspace has none.`
        : `"${p.model}" does not say which source it is in, and the workspace has ${p.sources.length}.`,
    fix: p =>
      p.sources.length === 0
        ? 'Declare one under `sources:` in waybill.yaml.'
        : `Add \`source:\`: ${p.sources.join(', ')}.`,
  }),
  'unknown-source': entry<{ source: string; sources: readonly string[] }>({
    kind: 'input',
    rules: ['K2'],
    message: p => `The workspace has no source "${p.source}".`,
    fix: p => `Name one of waybill.yaml's: ${some(p.sources, 'there are none yet')}.`,
  }),
  'unknown-kpi': entry<{ kpi: string; model: string; names: readonly string[] }>({
    kind: 'input',
    rules: ['K6', 'D6'],
    message: p => `"${p.model}" has no KPI "${p.kpi}".`,
    fix: p => `Its KPIs: ${some(p.names, 'none; declare them under `kpis:` in its model file')}.`,
  }),
};
