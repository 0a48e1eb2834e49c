import { inspect } from 'node:util';
import type { GuessedField, GuessedModel, GuessedRelation } from './guessed.ts';
import { pairText } from './yaml-text.ts';

/** One line of `fields:`; the short form where there is nothing but a type. */
export function fieldLine({ name, spec }: GuessedField): string {
  const { type, ...rest } = spec;
  return pairText(name, Object.keys(rest).length === 0 ? type : spec);
}

/** One line of `relations:`. */
export const relationLine = ({ name, kind, target, match }: GuessedRelation): string =>
  pairText(name, { [kind]: target, match });

/** A new model file, in the order of the language (K3–K6). */
export function modelText(model: GuessedModel, source: string, table: string): string {
  const guessed = (key: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${pairText(key, value)}${value === key ? '' : ' # guessed'}`];
  const section = (key: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${key}:`, ...lines.map(line => `  ${line}`)];
  const [key, ...more] = model.key;
  const isGuess = model.table.keyGuess !== undefined;
  return [
    `# Read from the table ${oneLine(table)} of ${source}. It is yours to edit: importing again only adds what is new.`,
    'version: 1',
    pairText('model', model.model),
    pairText('label', model.label),
    ...(model.table.comment === undefined ? [] : [pairText('description', model.table.comment)]),
    pairText('source', source),
    pairText('table', table),
    ...(key === undefined
      ? []
      : [`${pairText('key', more.length === 0 ? key : model.key)}${isGuess ? ' # guessed' : ''}`]),
    ...guessed('event_date', model.eventDate),
    ...guessed('updated_at', model.updatedAt),
    ...section('fields', model.fields.map(fieldLine)),
    ...section('relations', model.relations.map(relationLine)),
    ...section(
      'kpis',
      Object.entries(model.kpis).map(([name, kpi]) => pairText(name, kpi)),
    ),
    ...(model.dimensions.length === 0 ? [] : [pairText('dimensions', model.dimensions)]),
    '',
  ].join('\n');
}

/** A comment ends with its line, whatever a table is called. */
const oneLine = (text: string): string => (/[\p{Cc}\u2028\u2029]/u.test(text) ? inspect(text) : text);
