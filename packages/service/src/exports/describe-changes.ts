import type { Criterion, CriterionSet, DeliveryTarget, ExportDefinition, FieldSpec } from '@waybill/engine/definition';
import { describeSchedule } from '@waybill/engine/schedule';
import { describeWindowSpec, effectiveWindow } from '@waybill/engine/time';

/** A definition as it is compared: with all that its template says, where that could be read. */
export interface Described {
  readonly definition: ExportDefinition;
  /** The zone that counts: its own, or the brand's. */
  readonly timezone: string;
}

/** More than this of one kind is counted rather than listed. */
const LISTED = 8;

/**
 * What changes from one definition to another, in plain words, in the order of the language (S4): what a person reads
 * before they say yes. Empty when both do the same, however they are written. Pure.
 * @param before undefined: the definition is new, and what it does is said.
 */
export function describeChanges(before: Described | undefined, after: Described): readonly string[] {
  if (before === undefined) return describeNew(after);
  const [a, b] = [before.definition, after.definition];
  return [
    ...changed('Name', a.name, b.name),
    ...changed('Description', quoted(a.description), quoted(b.description)),
    ...changed('Owner', a.owner, b.owner),
    ...changed('Template', templateOf(a), templateOf(b)),
    ...changed('Model', a.model, b.model),
    ...changed('Time zone', before.timezone, after.timezone),
    ...changed('Aggregation', a.aggregate ? 'on' : 'off', b.aggregate ? 'on' : 'off'),
    ...columnChanges('Field', fieldsOf(a), fieldsOf(b)),
    ...columnChanges('KPI', kpisOf(a), kpisOf(b)),
    ...columnChanges('Dimension', dimensionsOf(a), dimensionsOf(b)),
    ...filterChanges(setsOf(a), setsOf(b)),
    ...changed('Audience', audienceOf(a), audienceOf(b)),
    ...changed('Window', windowOf(a), windowOf(b)),
    ...changed('Order of rows', a.order ?? 'key', b.order ?? 'key'),
    ...keyChanges('File', { ...a.file }, { ...b.file }),
    ...deliverChanges(a.deliver ?? [], b.deliver ?? []),
    ...changed('When it is empty', a.on_empty ?? 'send', b.on_empty ?? 'send'),
    ...keyChanges('Checks', { ...a.checks }, { ...b.checks }),
    ...changed('Schedule', scheduleOf(before), scheduleOf(after)),
    ...noticeChanges(a.notify ?? [], b.notify ?? []),
  ];
}

function describeNew(described: Described): readonly string[] {
  const { definition } = described;
  const { deliver = [] } = definition;
  const columns = [...fieldsOf(definition), ...dimensionsOf(definition), ...kpisOf(definition)];
  const names = columns.slice(0, LISTED).map(({ name }) => name);
  const more = columns.length - names.length;
  return [
    `New export of ${definition.model}${templateOf(definition) === undefined ? '' : `, from the template ${templateOf(definition)}`}`,
    `Columns: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    ...setsOf(definition).map((set, i) => `${i === 0 ? 'Filter' : 'Or'}: ${setInWords(set)}`),
    ...(definition.audience === undefined ? [] : [`Audience: ${audienceOf(definition)}`]),
    `Window: ${windowOf(definition)}`,
    `File: ${valueInWords(definition.file?.format ?? 'csv')}`,
    ...(deliver.length === 0
      ? ['Delivery: none, for download only']
      : deliver.map(to => `Delivery: ${targetInWords(to)}`)),
    `Schedule: ${scheduleOf(described)}`,
  ];
}

const NONE = 'none';

function changed(what: string, before: string | undefined, after: string | undefined): readonly string[] {
  return before === after ? [] : [`${what}: ${before ?? NONE} → ${after ?? NONE}`];
}

const quoted = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);

const templateOf = ({ extends: template }: ExportDefinition): string | undefined =>
  template && `${template.template}@${template.release}`;

const audienceOf = ({ audience }: ExportDefinition): string | undefined => {
  const [entry] = Object.entries(audience ?? {});
  return entry && `${entry[0]} ${entry[1]}`;
};

function windowOf({ mode, window }: ExportDefinition): string {
  const effective = effectiveWindow(mode, window);
  if (!effective.ok || effective.value === null) return 'everything';
  return describeWindowSpec(effective.value);
}

function scheduleOf({ definition, timezone }: Described): string {
  const schedule = definition.schedule ?? 'now';
  const words = describeSchedule(schedule, timezone);
  const catchUp = schedule === 'now' ? undefined : schedule.catch_up;
  if (catchUp === undefined || catchUp === 'all') return words;
  return `${words}; of what was missed, ${catchUp === 'latest' ? 'the latest' : 'nothing'} is caught up`;
}

// Columns

interface Column {
  /** Header: what names it for a person. */
  readonly name: string;
  /** Everything about it but its header. */
  readonly details: Readonly<Record<string, unknown>>;
}

function fieldsOf({ fields }: ExportDefinition): readonly Column[] {
  if (fields === undefined) return [];
  if (fields === 'all') return [{ name: 'all', details: {} }];
  return fields.map(({ to, ...details }: FieldSpec) => ({
    name: to ?? details.from ?? details.aggregate ?? '',
    details,
  }));
}

const kpisOf = ({ kpis = [] }: ExportDefinition): readonly Column[] =>
  kpis.map(({ kpi, to }) => ({ name: to ?? kpi, details: { kpi } }));

const dimensionsOf = ({ dimensions = [] }: ExportDefinition): readonly Column[] =>
  dimensions.map(({ dimension, to }) => ({ name: to ?? dimension, details: { dimension } }));

function columnChanges(kind: string, before: readonly Column[], after: readonly Column[]): readonly string[] {
  const was = new Map(before.map(column => [column.name, column]));
  const is = new Map(after.map(column => [column.name, column]));
  const gone = before.filter(({ name }) => !is.has(name));
  const added = after.filter(({ name }) => !was.has(name));
  const renamed: string[] = [];
  for (const column of [...added]) {
    // The same column under another header is one change, not two.
    const old = gone.find(({ details }) => same(details, column.details));
    if (!old) continue;
    renamed.push(`${kind} ${old.name}: header → ${column.name}`);
    gone.splice(gone.indexOf(old), 1);
    added.splice(added.indexOf(column), 1);
  }
  const touched = after.flatMap(column => {
    const old = was.get(column.name);
    return old ? keyChanges(`${kind} ${column.name}`, old.details, column.details) : [];
  });
  const kept = (columns: readonly Column[], others: ReadonlyMap<string, Column>) =>
    columns.map(({ name }) => name).filter(name => others.has(name));
  const moved = !same(kept(before, is), kept(after, was));
  return [
    ...listed(`${kind}s added`, `${kind} added`, added.map(inWords)),
    ...listed(
      `${kind}s removed`,
      `${kind} removed`,
      gone.map(({ name }) => name),
    ),
    ...renamed,
    ...touched,
    ...(moved ? [`${kind}s: in another order`] : []),
  ];
}

const inWords = ({ name, details }: Column): string => {
  const from = details.from ?? details.kpi ?? details.dimension;
  return from === undefined || from === name ? name : `${name} (${from})`;
};

function listed(many: string, one: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  const more = words.length - LISTED;
  const shown = more > 0 ? [...words.slice(0, LISTED - 1), `${more + 1} more`] : words;
  const last = shown.at(-1) ?? '';
  const text = shown.length === 1 ? last : more > 0 ? `${shown.slice(0, -1).join(', ')} and ${last}` : shown.join(', ');
  return [`${words.length === 1 ? one : many}: ${text}`];
}

// Filters

const setsOf = ({ filters }: ExportDefinition): readonly CriterionSet[] => filters?.any ?? [];

export function criterionInWords({ attribute, operator, value, ...more }: Criterion): string {
  const word = operator.replaceAll('_', ' ');
  const list = Array.isArray(value) ? value.map(valueInWords) : [];
  const compared =
    value === undefined
      ? undefined
      : !Array.isArray(value)
        ? valueInWords(value)
        : operator === 'between' || operator === 'age_range'
          ? list.join(' and ')
          : list.length > LISTED
            ? `${list.slice(0, LISTED).join(', ')} and ${list.length - LISTED} more`
            : list.join(', ');
  const besides = Object.entries(more)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${key.replaceAll('_', ' ')} ${one}`);
  const main = [attribute, word, compared].filter(part => part !== undefined).join(' ');
  return besides.length === 0 ? main : `${main} (${besides.join(', ')})`;
}

const setInWords = ({ all }: CriterionSet): string => all.map(criterionInWords).join(' and ');

function filterChanges(before: readonly CriterionSet[], after: readonly CriterionSet[]): readonly string[] {
  if (same(before, after)) return [];
  const [was, is] = [before[0]?.all ?? [], after[0]?.all ?? []];
  const single = before.length <= 1 && after.length <= 1;
  const [old, now, what] = single
    ? [was.map(criterionInWords), is.map(criterionInWords), 'Filter']
    : [before.map(setInWords), after.map(setInWords), 'Filter set'];
  const changes = [
    ...without(now, old).map(words => `${what} added: ${words}`),
    ...without(old, now).map(words => `${what} removed: ${words}`),
    ...(after.length === 0 ? ['Filters: none any more, every row is kept'] : []),
  ];
  return changes.length > 0 ? changes : ['Filters: in another order'];
}

// Delivery and notices

const targetInWords = ({ to, path }: DeliveryTarget): string => (path === undefined ? to : `${to}, ${path}`);

function deliverChanges(before: readonly DeliveryTarget[], after: readonly DeliveryTarget[]): readonly string[] {
  const changes: string[] = [];
  const left = [...before];
  const unpaired: DeliveryTarget[] = [];
  for (const target of after) {
    // Of two paths at one destination, the one that stayed is not the one that changed.
    const index = left.findIndex(old => same(old, target));
    if (index < 0) unpaired.push(target);
    else left.splice(index, 1);
  }
  for (const { to, ...details } of unpaired) {
    const index = left.findIndex(old => old.to === to);
    if (index < 0) {
      changes.push(`Delivery added: ${targetInWords({ to, ...details })}`);
      continue;
    }
    const [old] = left.splice(index, 1);
    const { to: _, ...oldDetails } = old ?? { to };
    changes.push(...keyChanges(`Delivery to ${to}`, oldDetails, details));
  }
  changes.push(...left.map(target => `Delivery removed: ${targetInWords(target)}`));
  if (after.length === 0 && before.length > 0) changes.push('Delivery: none, for download only');
  if (changes.length === 0 && !same(before, after)) return ['Deliveries: in another order'];
  return changes;
}

type Notify = NonNullable<ExportDefinition['notify']>[number];

function noticeInWords(notify: Notify): string {
  const { when, ...where } = notify;
  const [channel, target] = Object.entries(where)[0] ?? ['', ''];
  return `${channel} ${target} on ${(when ?? ['success', 'failure']).join(', ')}`;
}

function noticeChanges(before: readonly Notify[], after: readonly Notify[]): readonly string[] {
  const [old, now] = [before.map(noticeInWords), after.map(noticeInWords)];
  return [
    ...without(now, old).map(words => `Notice added: ${words}`),
    ...without(old, now).map(words => `Notice removed: ${words}`),
  ];
}

// Values

function keyChanges(
  what: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap(key => {
    const [was, is] = [before[key], after[key]];
    if (same(was, is)) return [];
    const said = (value: unknown) => (value === undefined ? 'not set' : valueInWords(value));
    return [`${what}: ${key.replaceAll('_', ' ')} ${said(was)} → ${said(is)}`];
  });
}

function valueInWords(value: unknown): string {
  if (typeof value === 'string')
    return /^[\p{L}\p{N}][\p{L}\p{N} .:/@#%_+-]*$/u.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return value.map(valueInWords).join(', ');
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => `${valueInWords(key)}: ${valueInWords(one)}`)
      .join(', ');
  }
  return String(value);
}

/** What of `these` is not among `those`, where the same may be there several times. */
function without(these: readonly string[], those: readonly string[]): readonly string[] {
  const left = [...those];
  return these.filter(one => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** Whether two values say the same; keys in any order, and what is undefined is not there. */
function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
