import type { DeliveryTarget, ExportDefinition } from '@waybill/engine/definition';
import { describeSchedule } from '@waybill/engine/schedule';
import { describeWindowSpec, effectiveWindow } from '@waybill/engine/time';
import { columnChanges, dimensionsOf, fieldsOf, kpisOf } from './column-changes.ts';
import { filterChanges, setInWords, setsOf } from './filter-changes.ts';
import { keyChanges, LISTED, same, without } from './value-changes.ts';

/** A definition as it is compared: with all that its template says, where that could be read. */
export interface Described {
  readonly definition: ExportDefinition;
  /** The zone that counts: its own, or the brand's. */
  readonly timezone: string;
}

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
    `File: ${fileInWords(definition.file)}`,
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

/** What kind of file arrives; its other options are the receiver's affair. */
function fileInWords({
  format = 'csv',
  profile,
  archive,
  split,
  encrypt,
}: ExportDefinition['file'] & object = {}): string {
  return [
    format,
    ...(profile === undefined ? [] : [`profile ${profile}`]),
    ...(split === undefined ? [] : [`in parts of ${'rows' in split ? `${split.rows} rows` : split.size}`]),
    ...(archive === undefined || archive === 'none' ? [] : [archive === 'zip' ? 'in a zip' : 'compressed by gzip']),
    ...(encrypt === undefined ? [] : [`encrypted to ${encrypt.pgp}`]),
  ].join(', ');
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
