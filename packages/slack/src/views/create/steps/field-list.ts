import type { ApiProblem } from '@waybill/api';
import type { Block } from '../../../blocks/block-kit.ts';
import { actions, button, option, section } from '../../../blocks/build.ts';
import { bold, code, escaped } from '../../../blocks/text.ts';
import { type Catalog, fieldLabel } from '../catalog.ts';
import type { CreateDraft, FieldList } from '../create-draft.ts';
import type { FieldChoice, FieldsChoice, FormatChoice } from '../draft-state.ts';
import type { Path } from '../problem-path.ts';
import { problemsAt, wb } from '../step.ts';

/** The chosen fields, one below the other; long lists in pages (L6). */

export const PAGE = 20;

export const listOf = (fields: FieldsChoice | undefined): readonly FieldChoice[] =>
  fields === undefined ? [] : fields === 'all' ? [{ from: 'all' }] : fields;

export const isAll = (field: FieldChoice | undefined): boolean =>
  field?.from === 'all' && Object.keys(field).length === 1;

/** How an item of a list is named in a button: what it is, and the state of the list that it is of. */
export const itemValue = (...parts: readonly (string | number)[]): string => parts.join('|');

interface Listed {
  readonly draft: CreateDraft;
  readonly catalog: Catalog;
  readonly problems: readonly ApiProblem[];
  readonly list: FieldList;
  readonly fields: readonly FieldChoice[];
  /** Where a problem of an item is: its path behind `fields[3]`. */
  readonly isOf: (path: Path, index: number) => boolean;
}

export function fieldListBlocks({ draft, catalog, problems, list, fields, isOf }: Listed): readonly Block[] {
  const { generation } = draft;
  const offset = Math.min(draft.offset, Math.max(0, Math.floor((fields.length - 1) / PAGE) * PAGE));
  const shown = fields.slice(offset, offset + PAGE);
  const rows = shown.flatMap((field, i) => {
    const index = offset + i;
    const value = (what: string) => itemValue(what, list, index, generation);
    const menu = [
      ...(isAll(field) ? [] : [option('Edit', value('edit'))]),
      ...(index > 0 ? [option('Move up', value('up'))] : []),
      ...(index < fields.length - 1 ? [option('Move down', value('down'))] : []),
      option('Remove', value('remove')),
    ];
    return [
      section(fieldInWords(field, catalog, index), {
        type: 'overflow',
        action_id: wb(`list:${list}:${index}`),
        options: menu,
      }),
      ...problemsAt(problems, path => isOf(path, index)),
    ];
  });
  return [...rows, ...pageBlocks(offset, fields.length, generation)];
}

function pageBlocks(offset: number, count: number, generation: number): readonly Block[] {
  if (count <= PAGE) return [];
  const last = Math.min(offset + PAGE, count);
  return [
    section(`Fields ${offset + 1} to ${last} of ${count}`),
    actions([
      ...(offset > 0
        ? [button(wb('page:back'), 'Fields before', itemValue('page', Math.max(0, offset - PAGE), generation))]
        : []),
      ...(last < count ? [button(wb('page:on'), 'More fields', itemValue('page', offset + PAGE, generation))] : []),
    ]),
  ];
}

/** `3. *Customer* from customer.email: hashed, empty cells become "none"`. */
export function fieldInWords(field: FieldChoice, catalog: Catalog, index?: number): string {
  const number = index === undefined ? '' : `${index + 1}. `;
  if (isAll(field)) return `${number}${bold('All standard fields')}`;
  const name = field.to ?? field.from ?? field.aggregate ?? 'count';
  const details = detailsOf(field);
  const label = fieldLabel(catalog, field.from);
  const source = field.from === undefined || field.from === name ? '' : ` from ${code(field.from)}`;
  const isSaid = field.from === undefined || [name, field.from].some(one => one.toLowerCase() === label.toLowerCase());
  const known = isSaid ? '' : ` (${escaped(label)})`;
  return `${number}${bold(name)}${source}${known}${details.length === 0 ? '' : `: ${escaped(details.join(', '))}`}`;
}

function detailsOf({ aggregate, format, replace, protect, ...field }: FieldChoice): readonly string[] {
  const replaced = Object.keys(replace ?? {}).length;
  return [
    ...(aggregate === undefined ? [] : [AGGREGATIONS[aggregate]]),
    ...(format === undefined ? [] : [`written as ${formatInWords(format)}`]),
    ...(replaced === 0 ? [] : [`${replaced} ${replaced === 1 ? 'value' : 'values'} replaced`]),
    ...(field.default === undefined ? [] : [`empty cells become "${field.default}"`]),
    ...(protect === undefined ? [] : [protect === 'hash' ? 'hashed' : 'masked']),
  ];
}

export const AGGREGATIONS: Readonly<Record<NonNullable<FieldChoice['aggregate']>, string>> = {
  group: 'one row for each value',
  count: 'count of entries',
  sum: 'sum',
  average: 'average',
  min: 'smallest',
  max: 'largest',
};

function formatInWords(format: FormatChoice): string {
  if (typeof format === 'string') return format;
  const { decimals, decimal, group } = format;
  return [
    ...(decimals === undefined ? [] : [`${decimals} decimals`]),
    ...(decimal === undefined ? [] : [`"${decimal}" as decimal mark`]),
    ...(group === undefined || group === '' ? [] : [`"${group}" between thousands`]),
  ].join(' and ');
}
