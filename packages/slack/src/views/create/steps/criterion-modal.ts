import { OPERATORS, operatorInWords } from '@waybill/engine/definition';
import { parseDateValue } from '@waybill/engine/time';
import type { Block } from '../../../blocks/block-kit.ts';
import { context } from '../../../blocks/build.ts';
import { escaped } from '../../../blocks/text.ts';
import { type Catalog, type FieldInfo, fieldLabel, openCriterion, type PredicateInfo, pathOfKey } from '../catalog.ts';
import type { CreateDraft, Inner } from '../create-draft.ts';
import type { CriterionChoice, DraftState, SetChoice } from '../draft-state.ts';
import { type Form, listIn, said, textIn } from '../form.ts';
import type { InnerModal } from '../inner.ts';
import {
  type Choice,
  dateInput,
  multiSelectInput,
  numberInput,
  pickInput,
  radioInput,
  selectInput,
  textInput,
} from '../inputs.ts';
import { printList, readList, type Scalar } from '../lines.ts';
import { criterionAt, type Path } from '../problem-path.ts';
import { type Shown, typedList, typedText, wb } from '../step.ts';
import { scalarsOf, typedScalar } from '../typed-scalar.ts';

const PREFIX = wb('criterion:');
export const CRITERION = {
  attribute: `${PREFIX}attribute`,
  /** Of another attribute, another operator is chosen. */
  operator: (attribute: string) => `${PREFIX}operator:${attribute.slice(0, 150)}`,
  text: `${PREFIX}text`,
  number: `${PREFIX}number`,
  second: `${PREFIX}second`,
  list: `${PREFIX}list`,
  one: (attribute: string) => `${PREFIX}one:${attribute.slice(0, 150)}`,
  several: (attribute: string) => `${PREFIX}several:${attribute.slice(0, 150)}`,
  truth: `${PREFIX}truth`,
  dates: `${PREFIX}dates`,
  day: `${PREFIX}day`,
  lastDay: `${PREFIX}last-day`,
  date: `${PREFIX}date`,
  lastDate: `${PREFIX}last-date`,
  before: `${PREFIX}before`,
  after: `${PREFIX}after`,
  period: `${PREFIX}period`,
  atLeast: `${PREFIX}at-least`,
} as const;

/** What kind of value is asked for. */
type Asked =
  | 'nothing'
  | 'text'
  | 'number'
  | 'numbers'
  | 'texts'
  | 'number-ends'
  | 'one'
  | 'several'
  | 'truth'
  | 'date'
  | 'dates'
  | 'date-ends'
  | 'anniversary'
  | 'ages'
  | 'predicate';

/** One criterion: a field or a question, an operator for its type, and the value by its type (D3, D4, K7). */
export const criterionModal: InnerModal = {
  title: 'Criterion',
  prefix: PREFIX,
  blocks(shown) {
    const { draft, catalog } = shown;
    const { attribute, operator, field, predicate } = chosen(draft, catalog);
    const operators = operatorsOf(attribute, catalog);
    return [
      pickInput(
        CRITERION.attribute,
        'Field or question',
        attribute === '' ? undefined : [attribute, attributeLabel(attribute, catalog)],
        { placeholder: 'Type the name of a field', dispatch: true },
      ),
      ...(attribute === '' || operators.length === 0
        ? []
        : [
            selectInput(
              CRITERION.operator(attribute),
              attribute.startsWith('?') ? 'Question' : 'Operator',
              operators,
              operator,
              { dispatch: true, placeholder: 'Choose one' },
            ),
          ]),
      ...(predicate !== undefined && predicate.description !== '' ? [context(escaped(predicate.description))] : []),
      ...(operator === '' ? [] : valueBlocks(shown, askedFor(operator, field, attribute, catalog), field, predicate)),
    ];
  },
  read(draft, catalog) {
    const { inner } = draft;
    if (inner?.kind !== 'criterion') return { ...draft, inner: undefined };
    return { ...withCriterion(draft, inner, readCriterion(draft, catalog)), inner: undefined };
  },
  missing(draft, catalog) {
    const { attribute, operator } = chosen(draft, catalog);
    if (attribute === '') return { [CRITERION.attribute]: 'Choose a field, or a question.' };
    return operator === '' ? { [CRITERION.operator(attribute)]: 'Choose what to ask of it.' } : {};
  },
  inputOf(path, draft, catalog) {
    const rest = restOfCriterion(path, draft);
    if (rest === undefined) return undefined;
    const { attribute, operator, field } = chosen(draft, catalog);
    const [key, second] = rest;
    switch (key) {
      case 'attribute':
        return CRITERION.attribute;
      case 'operator':
        return CRITERION.operator(attribute);
      case 'period':
        return CRITERION.period;
      case 'at_least':
        return CRITERION.atLeast;
      case 'before':
        return CRITERION.before;
      case 'after':
        return CRITERION.after;
      default:
        return valueInput(draft, askedFor(operator, field, attribute, catalog), attribute, second);
    }
  },
};

/** What is chosen now: as typed, or else as the criterion was. */
function chosen(draft: CreateDraft, catalog: Catalog) {
  const criterion = openCriterion(draft);
  const was = criterion === undefined ? '' : attributeKey(criterion, catalog);
  const attribute = typedText(draft, CRITERION.attribute, was);
  const operator = typedText(draft, CRITERION.operator(attribute), attribute === was ? criterion?.operator : '');
  const field = catalog.fields.get(attribute);
  const predicate = questionsOf(attribute, catalog)?.find(({ name }) => name === operator);
  return { criterion: attribute === was ? criterion : undefined, attribute, operator, field, predicate };
}

/** Questions are chosen as `?` and the relation that they are asked of. */
function attributeKey({ attribute }: CriterionChoice, { fields, questions }: Catalog): string {
  if (attribute === undefined) return '?';
  const field = fields.get(attribute);
  if (field !== undefined) return field.key;
  return questions.has(attribute) ? `?${attribute}` : attribute;
}

const questionsOf = (attribute: string, { questions }: Catalog): readonly PredicateInfo[] | undefined =>
  attribute.startsWith('?') ? questions.get(attribute.slice(1)) : undefined;

function operatorsOf(attribute: string, catalog: Catalog): readonly Choice[] {
  const questions = questionsOf(attribute, catalog);
  if (questions !== undefined) return questions.map(({ name, label }): Choice => [name, label]);
  const field = catalog.fields.get(attribute);
  // Of a field that is reached over many relations no more is known than what was asked of it before.
  const known = field === undefined ? ['equals', 'not_equals', 'in', 'not_in', ...OPERATORS.any] : field.operators;
  return known.map((name): Choice => [name, operatorInWords(name)]);
}

export function attributeLabel(attribute: string, catalog: Catalog): string {
  if (!attribute.startsWith('?')) return fieldLabel(catalog, attribute);
  return questionLabel(attribute.slice(1), catalog.model);
}

export function questionLabel(relation: string, model: Catalog['model']): string {
  if (relation === '') return `Questions about ${model?.label ?? 'the entry itself'}`;
  return `Questions about ${model?.relations.find(({ name }) => name === relation)?.label ?? relation}`;
}

function askedFor(operator: string, field: FieldInfo | undefined, attribute: string, catalog: Catalog): Asked {
  if (attribute.startsWith('?')) return 'predicate';
  if (operator === 'is_empty' || operator === 'is_not_empty') return 'nothing';
  const isEnum = field !== undefined && catalog.values.has(field.path);
  switch (field?.type) {
    case 'integer':
    case 'decimal':
      return operator === 'between' ? 'number-ends' : operator === 'in' || operator === 'not_in' ? 'numbers' : 'number';
    case 'boolean':
      return 'truth';
    case 'date':
    case 'datetime':
      if (operator === 'between') return 'date-ends';
      if (operator === 'age_range') return 'ages';
      return operator === 'in_date' ? 'dates' : operator === 'anniversary' ? 'anniversary' : 'date';
    default:
      if (operator === 'between' || operator === 'age_range') return 'texts';
      if (operator === 'in' || operator === 'not_in') return isEnum ? 'several' : 'texts';
      return isEnum && (operator === 'equals' || operator === 'not_equals') ? 'one' : 'text';
  }
}

const DATE_HINT =
  'Such as date:today, date:-7 days, date:first day of last month, date:last monday, or 2026-12-01 13:45.';

function valueBlocks(
  { draft, catalog }: Shown,
  asked: Asked,
  field: FieldInfo | undefined,
  predicate: PredicateInfo | undefined,
): readonly Block[] {
  const { criterion, attribute } = chosen(draft, catalog);
  const [first = '', second = ''] = scalarsOf(criterion?.value).map(String);
  const decimals = field?.type !== 'integer';
  switch (asked) {
    case 'nothing':
      return [];
    case 'text':
      return [
        textInput(CRITERION.text, 'Value', typedText(draft, CRITERION.text, first), { hint: 'Capital letters count.' }),
      ];
    case 'number':
      return [numberInput(CRITERION.number, 'Value', typedText(draft, CRITERION.number, first), { decimals })];
    case 'number-ends':
    case 'ages': {
      const years = asked === 'ages';
      return [
        numberInput(
          CRITERION.number,
          years ? 'From how many years' : 'From',
          typedText(draft, CRITERION.number, first),
          {
            decimals: decimals && !years,
            hint: 'Included.',
          },
        ),
        numberInput(CRITERION.second, years ? 'To how many years' : 'To', typedText(draft, CRITERION.second, second), {
          decimals: decimals && !years,
          hint: 'Included.',
        }),
      ];
    }
    case 'numbers':
    case 'texts':
    case 'dates':
      return [
        textInput(
          CRITERION.list,
          asked === 'dates' ? 'Days' : 'Values',
          typedText(draft, CRITERION.list, printList(scalarsOf(criterion?.value))),
          {
            multiline: true,
            hint: asked === 'dates' ? `One a line: 2026-12-24, or date:today.` : 'One a line.',
          },
        ),
      ];
    case 'one':
      return [
        selectInput(
          CRITERION.one(attribute),
          'Value',
          valueChoices(field, catalog),
          typedText(draft, CRITERION.one(attribute), first),
          { placeholder: 'Choose a value' },
        ),
      ];
    case 'several':
      return [
        multiSelectInput(
          CRITERION.several(attribute),
          'Values',
          valueChoices(field, catalog),
          typedList(draft, CRITERION.several(attribute), scalarsOf(criterion?.value).map(String)),
          { placeholder: 'Choose values' },
        ),
      ];
    case 'truth':
      return [
        radioInput(
          CRITERION.truth,
          'Value',
          [
            ['true', 'Yes (true)'],
            ['false', 'No (false)'],
          ],
          typedText(draft, CRITERION.truth, first),
        ),
      ];
    case 'date':
      return dateBlocks(draft, criterion, ['Date', undefined]);
    case 'date-ends':
      return dateBlocks(draft, criterion, ['From', 'To']);
    case 'anniversary':
      return [
        ...dateBlocks(draft, criterion, ['Day', undefined], true),
        textInput(CRITERION.before, 'Also so long before', typedText(draft, CRITERION.before, criterion?.before), {
          optional: true,
          placeholder: '3 days',
        }),
        textInput(CRITERION.after, 'Also so long after', typedText(draft, CRITERION.after, criterion?.after), {
          optional: true,
          placeholder: '7 days',
        }),
      ];
    case 'predicate':
      return [
        ...(predicate?.takesValue === false
          ? []
          : [
              textInput(CRITERION.text, 'Which one', typedText(draft, CRITERION.text, first), {
                placeholder: 'P-1001',
              }),
            ]),
        ...(predicate?.takesPeriod === false
          ? []
          : [
              textInput(CRITERION.period, 'Within', typedText(draft, CRITERION.period, criterion?.period), {
                optional: true,
                placeholder: '30 days',
                hint: 'Left empty: ever.',
              }),
            ]),
        numberInput(
          CRITERION.atLeast,
          'At least how many times',
          typedText(draft, CRITERION.atLeast, criterion?.at_least === undefined ? '' : String(criterion.at_least)),
          { optional: true },
        ),
      ];
  }
}

const valueChoices = (field: FieldInfo | undefined, { values }: Catalog): readonly Choice[] =>
  (values.get(field?.path ?? '') ?? []).map(({ value, label }): Choice => [value, label, label === value ? '' : value]);

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && parseDateValue(text).ok;

/** Whether days are picked, or written as expressions. */
function datesAs(draft: CreateDraft, criterion: CriterionChoice | undefined): 'days' | 'expressions' {
  const values = scalarsOf(criterion?.value).map(String);
  return typedText(draft, CRITERION.dates, values.every(isDay) ? 'days' : 'expressions') === 'days'
    ? 'days'
    : 'expressions';
}

function dateBlocks(
  draft: CreateDraft,
  criterion: CriterionChoice | undefined,
  [label, last]: readonly [string, string | undefined],
  optional = false,
): readonly Block[] {
  const as = datesAs(draft, criterion);
  const [first = '', second = ''] = scalarsOf(criterion?.value).map(String);
  const ends: readonly (readonly [string, string, string, string])[] = [
    [CRITERION.day, CRITERION.date, label, first],
    ...(last === undefined ? [] : ([[CRITERION.lastDay, CRITERION.lastDate, last, second]] as const)),
  ];
  return [
    selectInput(
      CRITERION.dates,
      'How the date is given',
      [
        ['days', 'A day of the calendar'],
        ['expressions', 'An expression, counted from the day of the run'],
      ],
      as,
      { dispatch: true },
    ),
    ...ends.map(([day, date, called, value]) =>
      as === 'days'
        ? dateInput(day, called, typedText(draft, day, isDay(value) ? value : ''), { optional })
        : textInput(date, called, typedText(draft, date, value), {
            optional,
            placeholder: 'date:first day of last month',
            hint: DATE_HINT,
          }),
    ),
  ];
}

function valueInput(draft: CreateDraft, asked: Asked, attribute: string, index: string | number | undefined): string {
  const second = index === 1;
  switch (asked) {
    case 'number':
    case 'number-ends':
    case 'ages':
      return second ? CRITERION.second : CRITERION.number;
    case 'numbers':
    case 'texts':
    case 'dates':
      return CRITERION.list;
    case 'one':
      return CRITERION.one(attribute);
    case 'several':
      return CRITERION.several(attribute);
    case 'truth':
      return CRITERION.truth;
    case 'date':
    case 'date-ends':
    case 'anniversary': {
      const days = datesAs(draft, openCriterion(draft)) === 'days';
      if (second) return days ? CRITERION.lastDay : CRITERION.lastDate;
      return days ? CRITERION.day : CRITERION.date;
    }
    default:
      return CRITERION.text;
  }
}

// What was typed

function readCriterion(draft: CreateDraft, catalog: Catalog): CriterionChoice {
  const { criterion, attribute, operator, field } = chosen(draft, catalog);
  const asked = askedFor(operator, field, attribute, catalog);
  const { typed } = draft;
  const relation = attribute.startsWith('?') ? attribute.slice(1) : undefined;
  const value = readValue(typed, asked, attribute, criterion, datesAs(draft, criterion));
  const atLeast = textIn(typed, CRITERION.atLeast)?.trim() ?? criterion?.at_least;
  const isQuestion = asked === 'predicate';
  return said<CriterionChoice>({
    attribute: relation === undefined ? pathOfKey(catalog, attribute) : relation === '' ? undefined : relation,
    operator,
    ...(value === undefined ? {} : { value: value as CriterionChoice['value'] }),
    ...(isQuestion
      ? {
          period: textIn(typed, CRITERION.period) ?? criterion?.period,
          at_least: typeof atLeast === 'string' && atLeast !== '' ? numberOr(atLeast) : atLeast,
        }
      : {}),
    ...(asked === 'anniversary'
      ? {
          before: textIn(typed, CRITERION.before) ?? criterion?.before,
          after: textIn(typed, CRITERION.after) ?? criterion?.after,
        }
      : {}),
  } as CriterionChoice);
}

const numberOr = (text: string): number | string => (String(Number(text)) === text ? Number(text) : text);

function readValue(
  typed: Form,
  asked: Asked,
  attribute: string,
  criterion: CriterionChoice | undefined,
  as: 'days' | 'expressions',
): Scalar | readonly Scalar[] | undefined {
  const before = scalarsOf(criterion?.value);
  const one = (block: string, index: number, asNumber = false): Scalar => {
    const text = textIn(typed, block);
    return text === undefined ? (before[index] ?? '') : typedScalar(text.trim(), before, asNumber);
  };
  const unlessEmpty = (value: Scalar): Scalar | undefined => (value === '' ? undefined : value);
  const list = textIn(typed, CRITERION.list);
  const [day, last] = as === 'days' ? [CRITERION.day, CRITERION.lastDay] : [CRITERION.date, CRITERION.lastDate];
  switch (asked) {
    case 'nothing':
      return undefined;
    case 'number':
      return one(CRITERION.number, 0, true);
    case 'number-ends':
    case 'ages':
      return [one(CRITERION.number, 0, true), one(CRITERION.second, 1, true)];
    case 'numbers':
    case 'texts':
    case 'dates':
      return list === undefined ? before : readList(list).map(text => typedScalar(text, before, asked === 'numbers'));
    case 'one':
      return one(CRITERION.one(attribute), 0);
    case 'several':
      return (listIn(typed, CRITERION.several(attribute)) ?? before.map(String)).map(text => typedScalar(text, before));
    case 'truth': {
      const text = one(CRITERION.truth, 0);
      return text === 'true' ? true : text === 'false' ? false : text;
    }
    case 'date':
      return one(day, 0);
    case 'date-ends':
      return [one(day, 0), one(last, 1)];
    case 'anniversary':
      return unlessEmpty(one(day, 0));
    case 'text': {
      // Spaces at the ends of a text count.
      const text = textIn(typed, CRITERION.text);
      return text === undefined ? (before[0] ?? '') : typedScalar(text, before);
    }
    case 'predicate': {
      const text = textIn(typed, CRITERION.text);
      return text === undefined ? criterion?.value : unlessEmpty(typedScalar(text, before));
    }
  }
}

// Where it stands

function restOfCriterion(path: Path, { inner, state }: CreateDraft): Path | undefined {
  if (inner?.kind !== 'criterion') return undefined;
  if (inner.list === 'criteria') {
    const [first, second, index, ...rest] = path;
    return first === 'add' && second === 'criteria' && index === inner.index ? rest : undefined;
  }
  if (inner.list === 'add') {
    const [first, second, set, all, index, ...rest] = path;
    const here = first === 'add' && second === 'filters' && set === inner.set && all === 'all' && index === inner.index;
    return here ? rest : undefined;
  }
  const found = criterionAt(path);
  // A set without any criterion is not written.
  const set = (state.filters?.any ?? []).slice(0, inner.set).filter(({ all }) => all.length > 0).length;
  return found?.set === set && found.index === inner.index ? found.rest : undefined;
}

export function withCriterion(
  draft: CreateDraft,
  { list, set, index }: Pick<Extract<Inner, { kind: 'criterion' }>, 'list' | 'set' | 'index'>,
  criterion: CriterionChoice | undefined,
): CreateDraft {
  const put = (all: readonly CriterionChoice[] = []): readonly CriterionChoice[] =>
    criterion === undefined ? all.toSpliced(index, 1) : all.toSpliced(index, 1, criterion);
  const { state } = draft;
  if (list === 'criteria') return withAdd(draft, { criteria: put(state.add?.criteria) });
  const sets = list === 'add' ? (state.add?.filters ?? []) : (state.filters?.any ?? []);
  const all = put(sets[set]?.all);
  const changed = all.length === 0 ? sets.toSpliced(set, 1) : sets.toSpliced(set, 1, { all });
  return list === 'add' ? withAdd(draft, { filters: changed }) : withSets(draft, changed);
}

export function withSets(draft: CreateDraft, any: readonly SetChoice[]): CreateDraft {
  const { filters: _, ...rest } = draft.state;
  return { ...draft, state: any.length === 0 ? rest : { ...rest, filters: { any } } };
}

function withAdd(draft: CreateDraft, change: NonNullable<DraftState['add']>): CreateDraft {
  const { add: before, ...rest } = draft.state;
  const add = Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
  return { ...draft, state: Object.keys(add).length === 0 ? rest : { ...rest, add } };
}
