import type { Field, Model } from '@waybill/engine/catalog';
import {
  ALL_OPERATORS,
  FAMILY,
  operatorInWords,
  operatorNote,
  operatorsFor,
  valueShape,
} from '@waybill/engine/definition';
import type { Asked } from './asked.ts';
import { dateOffers } from './dates.ts';
import { predicateDetail } from './describe.ts';
import { escapeSnippet, type Offer } from './offer.ts';
import { fieldNamed, modelNamed, pathOffers } from './paths.ts';
import { quotedValue } from './quoting.ts';

/**
 * `attribute`: fields, and the relations that predicates can be asked of (D3, K7). Beside an operator those that it can
 * be asked of come first.
 */
export function attributeOffers(asked: Asked, model: string | undefined, many: boolean): Offer[] {
  const operator = asked.place.siblings.get('operator');
  const isOperator = operator !== undefined && ALL_OPERATORS.has(operator);
  const asks = (target: Model | undefined) => operator === undefined || (target?.predicates.has(operator) ?? false);
  return pathOffers(asked, {
    model,
    many,
    later: ({ type }) => operator !== undefined && !operatorsFor(type).includes(operator),
    endsIn: target => !isOperator && (target?.predicates.size ?? 0) > 0 && asks(target),
  });
}

/** `operator`: those of the attribute's type, or the predicates of the model that is asked. */
export function operatorOffers(asked: Asked, model: string | undefined, attribute: string | undefined): Offer[] {
  const field = fieldNamed(asked.models, model, attribute);
  if (field) return operatorsFor(field.type).map(operatorOffer);
  const target = modelNamed(asked.models, model, attribute);
  const predicates = predicateOffers(asked, target?.name);
  // Without an attribute one may still follow; one that is not known may be of any type.
  if (attribute === undefined || !target)
    return [...predicates, ...[...ALL_OPERATORS].map(word => ({ ...operatorOffer(word), rank: 6 }))];
  return predicates;
}

const operatorOffer = (word: string): Offer => ({
  kind: 'operator',
  label: word,
  text: word,
  detail: operatorInWords(word),
  documentation: operatorNote(word),
});

export function predicateOffers(asked: Asked, model: string | undefined, but?: string): Offer[] {
  return [...(asked.models.get(model)?.predicates ?? [])]
    .filter(([name]) => name !== but)
    .map(([name, predicate]) => ({
      kind: 'predicate',
      label: name,
      text: name,
      detail: predicateDetail(predicate),
      documentation: predicate.description ?? predicate.label,
    }));
}

/** The field whose values a criterion compares with: its attribute, or what the predicate asks about. */
export function comparedField(
  asked: Asked,
  model: string | undefined,
  attribute: string | undefined,
  operator: string | undefined,
): Field | undefined {
  const field = fieldNamed(asked.models, model, attribute);
  if (field || operator === undefined) return field;
  const target = modelNamed(asked.models, model, attribute);
  let predicate = target?.predicates.get(operator);
  for (let turns = 0; predicate && 'not' in predicate && turns < 10; turns++)
    predicate = target?.predicates.get(predicate.not);
  if (!target || !predicate || 'not' in predicate || predicate.value === undefined) return undefined;
  return fieldNamed(asked.models, modelNamed(asked.models, target.name, predicate.exists)?.name, predicate.value);
}

/** Operators that are about days, whatever the field holds. */
const DAYS_ONLY: readonly string[] = ['anniversary', 'in_date'];

/** `value` of a criterion, as many as its operator takes. */
export function filterValueOffers(
  asked: Asked,
  model: string | undefined,
  attribute: string | undefined,
  operator: string | undefined,
): Offer[] {
  const field = comparedField(asked, model, attribute, operator);
  const owner =
    attribute === undefined
      ? model
      : modelNamed(asked.models, model, attribute.split('.').slice(0, -1).join('.'))?.name;
  const shape = operator === undefined || !ALL_OPERATORS.has(operator) ? 'one' : valueShape(operator);
  if (shape === 'none') return [];
  const offers = field ? valuesOf(asked, field, owner, !DAYS_ONLY.includes(operator ?? '')) : [];
  if (
    typeof asked.path.at(-1) === 'number' ||
    asked.place.at === 'item' ||
    asked.place.quote ||
    shape === 'one' ||
    shape === 'maybe-one'
  )
    return offers;
  if (shape === 'ends') return [endsOffer(asked, field, operator)];
  return [
    { kind: 'value', label: '[…]', text: '', detail: 'a list of values', yaml: '[$1]', retrigger: true, rank: 4 },
    ...offers.map(offer => ({ ...offer, yaml: `[${escapeSnippet(quotedValue(offer, true))}$1]` })),
  ];
}

/** Whether what is asked for is the value of a criterion whose operator takes one and no list. */
export function takesOne({ path, siblingsOf }: Asked): boolean {
  const operator = path.at(-1) === 'value' ? siblingsOf(path.slice(0, -1))?.get('operator') : undefined;
  return operator !== undefined && ALL_OPERATORS.has(operator) && ['one', 'maybe-one'].includes(valueShape(operator));
}

function endsOffer(asked: Asked, field: Field | undefined, operator: string | undefined): Offer {
  const common = { kind: 'value', label: '[…, …]', text: '', rank: 4 } as const;
  if (operator === 'age_range') return { ...common, detail: 'from and to this age', yaml: '[${1:18}, ${2:30}]' };
  if (field && FAMILY[field.type] === 'date') {
    const today = asked.workspace.now.toZonedDateTimeISO(asked.zone).toPlainDate();
    return { ...common, detail: 'first and last day', yaml: `[\${1:${today.subtract({ days: 7 })}}, \${2:${today}}]` };
  }
  return { ...common, detail: 'least and greatest, both included', yaml: '[${1:1}, ${2:100}]' };
}

/** Values that a field may have, as far as its type or the last preview tells. */
export function valuesOf(asked: Asked, field: Field, model: string | undefined, time = true): Offer[] {
  if (field.type === 'boolean') return booleanOffers(field.label);
  if (field.values) {
    return [...field.values].map(([value, label]) => ({
      kind: 'value',
      label: value,
      text: value,
      ...(label === value ? {} : { detail: label }),
    }));
  }
  if (FAMILY[field.type] === 'date')
    return dateOffers(asked, { expressions: true, time: time && field.type === 'datetime' });
  const samples = model === undefined || field.pii ? [] : (asked.workspace.samples?.(model, field.path) ?? []);
  const bare = FAMILY[field.type] === 'number';
  return [...new Set(samples)].map(text => ({ kind: 'value', label: text, text, bare, detail: 'seen in the data' }));
}

export const booleanOffers = (detail?: string): Offer[] =>
  ['true', 'false'].map(text => ({ kind: 'value', label: text, text, bare: true, detail }));
