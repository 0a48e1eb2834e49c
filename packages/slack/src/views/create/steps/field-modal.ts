import { context, section } from '../../../blocks/build.ts';
import { bold, escaped } from '../../../blocks/text.ts';
import { type Catalog, fieldLabel } from '../catalog.ts';
import type { CreateDraft, FieldList } from '../create-draft.ts';
import type { FieldChoice, FormatChoice } from '../draft-state.ts';
import { defined, textIn } from '../form.ts';
import type { InnerModal } from '../inner.ts';
import { type Choice, selectInput, textInput } from '../inputs.ts';
import { printPairs, readPairs } from '../lines.ts';
import { itemAt, type Path, restOf } from '../problem-path.ts';
import { typedText, wb } from '../step.ts';
import { typedScalar } from '../typed-scalar.ts';
import { AGGREGATIONS, isAll, listOf } from './field-list.ts';

const PREFIX = wb('field:');
export const FIELD = {
  to: `${PREFIX}to`,
  aggregate: `${PREFIX}aggregate`,
  default: `${PREFIX}default`,
  replace: `${PREFIX}replace`,
  date: `${PREFIX}date-format`,
  decimals: `${PREFIX}decimals`,
  decimal: `${PREFIX}decimal`,
  group: `${PREFIX}group`,
  protect: `${PREFIX}protect`,
} as const;

export const fieldsIn = ({ state }: Pick<CreateDraft, 'state'>, list: FieldList): readonly FieldChoice[] =>
  listOf(list === 'add' ? state.add?.fields : state.fields);

export function openField({ inner, ...draft }: CreateDraft): FieldChoice | undefined {
  return inner?.kind === 'field' ? fieldsIn(draft, inner.list)[inner.index] : undefined;
}

/** The draft with other fields in a list. */
export function withFields(draft: CreateDraft, list: FieldList, fields: readonly FieldChoice[]): CreateDraft {
  const { state } = draft;
  const [only] = fields;
  const choice = fields.length === 1 && isAll(only) ? 'all' : fields;
  if (list === 'fields') {
    const { fields: _, ...rest } = state;
    return { ...draft, state: { ...rest, fields: choice } };
  }
  const { fields: _, ...others } = state.add ?? {};
  const add = fields.length === 0 ? others : { ...others, fields };
  const { add: __, ...rest } = state;
  return { ...draft, state: Object.keys(add).length === 0 ? rest : { ...rest, add } };
}

/** Header, empty cells, replacements, format and protection of one field (D2), and what to do with its values (D5). */
export const fieldModal: InnerModal = {
  title: 'Edit field',
  prefix: PREFIX,
  blocks({ draft, catalog }) {
    const field = openField(draft);
    if (field === undefined) return [section('This field is not among the chosen ones any more.')];
    const info = field.from === undefined ? undefined : catalog.fields.get(field.from);
    const grouped = isGrouped(draft, catalog);
    return [
      section(`${bold(fieldLabel(catalog, field.from))}${field.from === undefined ? '' : ` (${escaped(field.from)})`}`),
      ...(info === undefined || info.description === '' ? [] : [context(escaped(info.description))]),
      textInput(FIELD.to, 'Header of the column', typedText(draft, FIELD.to, field.to), {
        optional: true,
        placeholder: field.from ?? 'count',
        hint: 'Left empty, it is the name of the field.',
      }),
      ...(grouped
        ? [
            selectInput(
              FIELD.aggregate,
              'What to do with the values',
              aggregations(info?.aggregations, field),
              typedText(draft, FIELD.aggregate, field.aggregate),
            ),
          ]
        : []),
      textInput(FIELD.default, 'Text for empty cells', typedText(draft, FIELD.default, textOf(field.default)), {
        optional: true,
      }),
      textInput(FIELD.replace, 'Replacements', typedText(draft, FIELD.replace, printPairs(field.replace ?? {})), {
        multiline: true,
        optional: true,
        placeholder: 'instore = Store',
        hint: 'One a line: the stored value, "=", and what the file is to hold in its place. Capital letters count.',
      }),
      ...formatBlocks(draft, field, kindOf(draft, catalog, field)),
      ...(info?.pii || field.protect !== undefined
        ? [
            selectInput(
              FIELD.protect,
              'Personal data',
              [
                ['none', 'As it is'],
                ['hash', 'Hashed: the same person can be told, nobody be read'],
                ['mask', 'Masked: only the outline can be read'],
              ],
              typedText(draft, FIELD.protect, field.protect ?? 'none'),
            ),
          ]
        : []),
    ];
  },
  read(draft, catalog) {
    const { inner } = draft;
    const field = openField(draft);
    if (inner?.kind !== 'field' || field === undefined) return { ...draft, inner: undefined };
    const fields = fieldsIn(draft, inner.list).map((one, i) =>
      i === inner.index ? readField(draft, catalog, field) : one,
    );
    return { ...withFields(draft, inner.list, fields), inner: undefined };
  },
  missing({ typed }) {
    const wrong = readPairs(textIn(typed, FIELD.replace) ?? '').find(([, to]) => to === undefined);
    return wrong === undefined
      ? {}
      : { [FIELD.replace]: `Write a line as "stored value = new value"; "${wrong[0]}" has no "=".` };
  },
  inputOf(path, draft) {
    const rest = restOfField(path, draft);
    if (rest === undefined) return undefined;
    const [key, second] = rest;
    switch (key) {
      case 'aggregate':
        return FIELD.aggregate;
      case 'default':
        return FIELD.default;
      case 'replace':
        return FIELD.replace;
      case 'protect':
        return FIELD.protect;
      case 'format':
        if (second === undefined) return FIELD.date;
        return second === 'decimals' ? FIELD.decimals : second === 'group' ? FIELD.group : FIELD.decimal;
      default:
        return FIELD.to;
    }
  },
};

function restOfField(path: Path, { inner }: CreateDraft): Path | undefined {
  if (inner?.kind !== 'field') return undefined;
  const inside = inner.list === 'add' ? restOf(path, ['add']) : path;
  const item = inside && itemAt(inside, 'fields');
  return item?.index === inner.index ? item.rest : undefined;
}

const isGrouped = ({ state }: CreateDraft, { template }: Catalog): boolean =>
  state.aggregate ?? (state.extends !== undefined && template?.definition.aggregate === true);

function aggregations(possible: readonly string[] | undefined, field: FieldChoice): readonly Choice[] {
  const all = Object.entries(AGGREGATIONS).map(([name, words]): Choice => [name, `${name}: ${words}`]);
  if (field.from === undefined) return all.filter(([name]) => name === 'count');
  return all.filter(
    ([name]) => possible === undefined || name === 'group' || name === field.aggregate || possible.includes(name),
  );
}

type FormatKind = 'date' | 'number' | 'none';

function kindOf(draft: CreateDraft, catalog: Catalog, { from, format, aggregate }: FieldChoice): FormatKind {
  if (typeof format === 'string') return 'date';
  if (format !== undefined) return 'number';
  const done = textIn(draft.typed, FIELD.aggregate) ?? aggregate ?? '';
  if (['count', 'sum', 'average'].includes(done)) return 'number';
  const type = from === undefined ? undefined : catalog.fields.get(from)?.type;
  if (type === 'date' || type === 'datetime') return 'date';
  return type === 'integer' || type === 'decimal' ? 'number' : 'none';
}

const MARKS: readonly Choice[] = [
  ['default', 'As the file has it'],
  ['.', 'Point: 1.5'],
  [',', 'Comma: 1,5'],
];
const GROUPS: readonly Choice[] = [
  ['none', 'Nothing: 1000'],
  ['.', 'Point: 1.000'],
  [',', 'Comma: 1,000'],
  ['space', 'Space: 1 000'],
  ["'", "Apostrophe: 1'000"],
];

function formatBlocks(draft: CreateDraft, { format }: FieldChoice, kind: FormatKind) {
  if (kind === 'none') return [];
  if (kind === 'date') {
    const text = typeof format === 'string' ? format : '';
    return [
      textInput(FIELD.date, 'How dates are written', typedText(draft, FIELD.date, text), {
        optional: true,
        placeholder: '%d.%m.%Y %H:%M',
        hint: '%d day, %m month, %Y year, %H hour, %M minute. Left empty: 2026-12-01, or 2026-12-01T06:30:00+01:00.',
      }),
    ];
  }
  const { decimals, decimal, group } = typeof format === 'object' ? format : {};
  return [
    textInput(FIELD.decimals, 'Digits after the decimal mark', typedText(draft, FIELD.decimals, textOf(decimals)), {
      optional: true,
      hint: 'Rounded half up. Left empty: as many as there are.',
    }),
    selectInput(FIELD.decimal, 'Decimal mark', MARKS, typedText(draft, FIELD.decimal, decimal ?? 'default')),
    selectInput(FIELD.group, 'Between thousands', GROUPS, typedText(draft, FIELD.group, groupValue(group))),
  ];
}

const groupValue = (group: string | undefined): string =>
  group === undefined || group === '' ? 'none' : group === ' ' ? 'space' : group;

const textOf = (value: string | number | boolean | undefined): string => (value === undefined ? '' : String(value));

function readField(draft: CreateDraft, catalog: Catalog, field: FieldChoice): FieldChoice {
  const { typed } = draft;
  const text = textIn(typed, FIELD.default);
  const before = field.default === undefined ? [] : [field.default];
  const pairs = textIn(typed, FIELD.replace);
  const protect = textIn(typed, FIELD.protect);
  const to = textIn(typed, FIELD.to) ?? field.to;
  return defined<FieldChoice>({
    ...field,
    to: to === '' ? undefined : to,
    aggregate: (textIn(typed, FIELD.aggregate) as FieldChoice['aggregate']) ?? field.aggregate,
    format: readFormat(draft, kindOf(draft, catalog, field), field.format),
    replace: pairs === undefined ? field.replace : replacements(pairs, field.replace),
    default:
      text === undefined || (text === '' && field.default === '')
        ? field.default
        : text === ''
          ? undefined
          : typedScalar(text, before),
    protect: protect === undefined ? field.protect : protect === 'none' ? undefined : (protect as 'hash' | 'mask'),
  });
}

function replacements(text: string, before: FieldChoice['replace'] = {}): FieldChoice['replace'] {
  const pairs = readPairs(text).map(([from, to = '']) => {
    const old = Object.hasOwn(before, from) ? before[from] : undefined;
    return [from, typedScalar(to, old === undefined ? [] : [old])] as const;
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function readFormat(
  { typed }: CreateDraft,
  kind: FormatKind,
  before: FormatChoice | undefined,
): FormatChoice | undefined {
  if (kind === 'none') return before;
  if (kind === 'date') {
    const text = textIn(typed, FIELD.date) ?? before;
    return text === '' ? undefined : text;
  }
  const [digits, mark, group] = [FIELD.decimals, FIELD.decimal, FIELD.group].map(block => textIn(typed, block));
  const old = typeof before === 'object' ? before : {};
  const between =
    group === undefined ? old.group : group === 'none' ? noGroup(old.group) : group === 'space' ? ' ' : group;
  const format = {
    decimals: digits === undefined ? old.decimals : digits === '' ? undefined : typedScalar(digits.trim(), [], true),
    decimal: mark === undefined ? old.decimal : mark === 'default' ? undefined : mark,
    group: between,
  };
  const known = Object.fromEntries(Object.entries(format).filter(([, value]) => value !== undefined));
  return Object.keys(known).length === 0 ? undefined : (known as FormatChoice);
}

/** Nothing between thousands may also be said. */
const noGroup = (before: string | undefined): string | undefined => (before === '' ? '' : undefined);
