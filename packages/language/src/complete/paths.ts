import { DATE_PARTS, type Field, type Model } from '@waybill/engine/catalog';
import type { Asked } from './asked.ts';
import { fieldDetail, fieldMarkdown, relationDetail, relationMarkdown } from './describe.ts';
import type { Models } from './models.ts';
import type { Offer } from './offer.ts';

/** What a path may name. */
export interface PathRules {
  readonly model: string | undefined;
  /** To-many relations may be on the way (K5, K6). Default false. */
  readonly many?: boolean;
  /** Only standard fields of the model itself. Default false. */
  readonly own?: boolean;
  /** Which fields may end it. Default: all. */
  readonly fits?: (field: Field) => boolean;
  /** Which fields come last, since they do not fit what stands beside. Default: none. */
  readonly later?: (field: Field) => boolean;
  /** A date may be cut to a period: `event_date.month` (K6). Default false. */
  readonly dateParts?: boolean;
  /** A path may end in this relation. Default: in none. */
  readonly endsIn?: (target: Model | undefined) => boolean;
  /** Paths that are there already; they come last. */
  readonly taken?: ReadonlySet<string>;
}

/** The segment of a path that the cursor is in, and what stands before it. */
interface Segment {
  readonly before: readonly string[];
  readonly from: number;
  readonly to: number;
  /** A `.` follows already. */
  readonly goesOn: boolean;
}

function segmentAt({ place }: Asked): Segment {
  const { text, before } = place.word;
  const from = before.lastIndexOf('.') + 1;
  const dot = text.indexOf('.', before.length);
  const path = before.slice(0, Math.max(0, from - 1));
  return {
    before: from === 0 ? [] : path.split('.'),
    from,
    to: dot < 0 ? text.length : dot,
    goesOn: dot >= 0,
  };
}

/** Where a path has come to. */
interface Reached {
  readonly model: Model;
  readonly hops: number;
  readonly group: 'custom' | 'extended' | undefined;
  readonly date: Field | undefined;
}

function follow(models: Models, start: Model, segments: readonly string[], many: boolean): Reached | undefined {
  let model = start;
  for (const [hops, name] of segments.entries()) {
    const relation = model.relations.get(name);
    if (!relation) return inside(model, hops, segments.slice(hops));
    const target = models.get(relation.target);
    if (!target || (relation.kind === 'many' && !many)) return undefined;
    model = target;
  }
  return { model, hops: segments.length, group: undefined, date: undefined };
}

/** Behind a model's `custom`, `extended`, or one of its dates. */
function inside(model: Model, hops: number, [first = '', second, third]: readonly string[]): Reached | undefined {
  const group = first === 'custom' || first === 'extended' ? first : undefined;
  if (group && second === undefined) return { model, hops, group, date: undefined };
  const field = group ? model[group].get(second ?? '') : model.fields.get(first);
  if (!field || (group ? third : second) !== undefined) return undefined;
  return isDate(field) ? { model, hops, group: undefined, date: field } : undefined;
}

const isDate = (field: Field): boolean => field.type === 'date' || field.type === 'datetime';

/** How a path of fields and relations can go on (K4, K5): what the segment under the cursor could be. */
export function pathOffers(asked: Asked, rules: PathRules): Offer[] {
  const start = asked.models.get(rules.model);
  if (!start) return [];
  const segment = segmentAt(asked);
  if (rules.own) return segment.before.length > 0 ? [] : fieldOffers(start, [...start.fields.values()], segment, rules);
  const reached = follow(asked.models, start, segment.before, rules.many ?? false);
  if (!reached) return [];
  if (reached.date) return rules.dateParts ? datePartOffers(reached.date, segment) : [];
  const { model, hops, group } = reached;
  if (group) return groupOffers(model, group, hops, segment, rules);
  return [
    ...fieldOffers(model, [...model.fields.values()], segment, rules),
    ...groupOffers(model, 'custom', hops, segment, rules),
    ...groupOffers(model, 'extended', hops, segment, rules),
    ...relationOffers(asked.models, model, segment, rules),
    ...(hops === 0 && !segment.goesOn ? nextDoorOffers(asked.models, model, segment, rules) : []),
  ];
}

/** Fields of the models next door: whoever types `zone` means `store.zone`. After all others. */
function nextDoorOffers(models: Models, model: Model, segment: Segment, rules: PathRules): Offer[] {
  return [...model.relations.values()]
    .filter(relation => relation.kind === 'one')
    .flatMap(relation => {
      const target = models.get(relation.target);
      const fields = target ? [...target.fields.values()] : [];
      const offers = target
        ? fieldOffers(
            target,
            fields,
            segment,
            { ...rules, dateParts: false },
            field => `${relation.name}.${field.name}`,
          )
        : [];
      return offers.map(offer => ({ ...offer, rank: Math.max(7, offer.rank ?? 7) }));
    });
}

function fieldOffers(
  model: Model,
  fields: readonly Field[],
  segment: Segment,
  rules: PathRules,
  name: (field: Field) => string = field => field.path,
): Offer[] {
  const { fits = () => true, later = () => false, dateParts = false, taken } = rules;
  return fields.flatMap((field): Offer[] => {
    const text = name(field);
    if (!fits(field)) return [];
    const path = [...segment.before, text].join('.');
    const isTaken = taken?.has(path) ?? false;
    const whole: Offer = {
      kind: 'field',
      label: text,
      text,
      detail: fieldDetail(field) + (isTaken ? ' · is there already' : ''),
      documentation: fieldMarkdown(model, field),
      from: segment.from,
      to: segment.to,
      rank: isTaken ? 9 : later(field) ? 8 : 5,
    };
    if (!dateParts || !isDate(field) || segment.goesOn) return [whole];
    return [
      whole,
      { ...whole, label: `${text}.`, text: `${text}.`, open: true, retrigger: true, detail: 'part of it' },
    ];
  });
}

/** Custom fields are offered with their own model only, extended ones from everywhere (K4). */
function groupOffers(
  model: Model,
  group: 'custom' | 'extended',
  hops: number,
  segment: Segment,
  rules: PathRules,
): Offer[] {
  if (group === 'custom' && hops > 0) return [];
  const inGroup = segment.before.at(-1) === group;
  return fieldOffers(model, [...model[group].values()], segment, rules, field => (inGroup ? field.name : field.path));
}

function relationOffers(models: Models, model: Model, segment: Segment, rules: PathRules): Offer[] {
  const { many = false, endsIn } = rules;
  return [...model.relations.values()]
    .filter(relation => many || relation.kind === 'one')
    .flatMap((relation): Offer[] => {
      const dot = segment.goesOn ? '' : '.';
      const common = {
        kind: 'relation' as const,
        detail: relationDetail(relation),
        documentation: relationMarkdown(model, relation),
        from: segment.from,
        to: segment.to,
        rank: 6,
      };
      const on: Offer = {
        ...common,
        label: `${relation.name}.`,
        text: relation.name + dot,
        open: true,
        retrigger: true,
      };
      if (!endsIn?.(models.get(relation.target))) return [on];
      const to = asEnd(segment);
      return [{ ...common, label: relation.name, text: relation.name, to, rank: 5 }, on];
    });
}

/** A path that ends here ends whatever stood behind it. */
const asEnd = (segment: Segment): number => (segment.goesOn ? Number.MAX_SAFE_INTEGER : segment.to);

function datePartOffers(field: Field, segment: Segment): Offer[] {
  return DATE_PARTS.filter(part => part !== 'hour' || field.type === 'datetime').map(part => ({
    kind: 'dimension',
    label: part,
    text: part,
    detail: `the ${part} of ${field.label}`,
    from: segment.from,
    to: segment.to,
  }));
}

/** How a path of relations alone can go on: what a predicate asks of, what a KPI counts. */
export function relationPathOffers(asked: Asked, model: string | undefined, many: boolean): Offer[] {
  return pathOffers(asked, { model, many, fits: () => false, endsIn: () => true });
}

/** The field that a path names, if it names one. */
export function fieldNamed(
  models: Models,
  model: string | undefined,
  path: string | undefined,
  many = true,
): Field | undefined {
  const start = models.get(model);
  if (!start || path === undefined) return undefined;
  const segments = path.split('.');
  let current: Model | undefined = start;
  for (const [i, name] of segments.entries()) {
    const relation = current?.relations.get(name);
    if (!relation) {
      const [first = '', second] = segments.slice(i);
      if (first === 'custom' || first === 'extended') return current?.[first].get(second ?? '');
      return current?.fields.get(first);
    }
    if (relation.kind === 'many' && !many) return undefined;
    current = models.get(relation.target);
  }
  return undefined;
}

/** The model that a path of relations leads to; the model itself without one. */
export function modelNamed(models: Models, model: string | undefined, path: string | undefined): Model | undefined {
  let current = models.get(model);
  for (const name of path === undefined || path === '' ? [] : path.split('.')) {
    const relation = current?.relations.get(name);
    if (!relation) return undefined;
    current = models.get(relation.target);
  }
  return current;
}
