import { describeSchedule } from '@waybill/engine/schedule';
import { describeWindowSpec, effectiveWindow } from '@waybill/engine/time';
import type { Catalog } from './catalog.ts';
import type { DraftState } from './draft-state.ts';
import { audienceInWords } from './filters-in-words.ts';
import { isAll, listOf } from './steps/field-list.ts';
import { leftOut, templateItems } from './steps/leave-out.ts';

/** What an export does, in one sentence, before there is one (L2). Plain text. Pure. */
export function sentenceOfDraft(state: DraftState, catalog: Catalog): string {
  const { template, model, brandZone } = catalog;
  const said = template?.definition;
  const zone = state.timezone ?? said?.timezone ?? brandZone;
  const name = model?.label ?? state.model ?? said?.model ?? 'entries';
  const parts = [
    `${name} ${periodInWords(state, catalog)}`,
    columnsInWords(state, catalog),
    filtersInWords(state, catalog),
    ...((state.audience ?? said?.audience)
      ? [`for ${audienceInWords((state.audience ?? said?.audience) as never)} only`]
      : []),
    `as ${fileInWords(state, catalog)}`,
    deliveriesInWords(state),
  ];
  return `${whenInWords(state, zone)}: ${parts.filter(part => part !== '').join(', ')}.`;
}

function whenInWords({ schedule = 'now' }: DraftState, zone: string): string {
  try {
    return describeSchedule(schedule, zone);
  } catch {
    // Days or times that are none (yet): the problems say so.
    return 'At times that are not right yet';
  }
}

function periodInWords({ window, mode }: DraftState, { template }: Catalog): string {
  const said = template?.definition;
  const own = window ?? said?.window;
  const effective = effectiveWindow(mode ?? said?.mode, own);
  return effective.ok && effective.value !== null ? describeWindowSpec(effective.value) : 'of all time';
}

function columnsInWords(state: DraftState, catalog: Catalog): string {
  const { template, model } = catalog;
  const said = template?.definition;
  const own = state.fields !== undefined || state.kpis !== undefined;
  const kpis = own ? (state.kpis ?? []) : (said?.kpis ?? []);
  const aggregated = (own ? state.aggregate : said?.aggregate) === true;
  if (kpis.length > 0 || (!own && (state.add?.kpis ?? []).length > 0)) {
    const count = (key: 'kpis' | 'dimensions') =>
      own || template === undefined
        ? (state[key] ?? []).length
        : templateItems(template, key, model).length -
          leftOut(template, key, state.remove?.[key] as never, model).length +
          (state.add?.[key] ?? []).length;
    const [figures, dimensions] = [count('kpis'), count('dimensions')];
    return `${counted(figures, 'KPI')}${dimensions === 0 ? '' : ` by ${counted(dimensions, 'dimension')}`}`;
  }
  const fields = listOf(state.fields);
  if (fields.length > 0) {
    if (!fields.some(isAll)) return `${counted(fields.length, 'field')}${aggregated ? ' in groups' : ''}`;
    return fields.length === 1 ? 'all standard fields' : `all standard fields and ${fields.length - 1} more`;
  }
  if (template === undefined) return '';
  const items = templateItems(template, 'fields', model).length;
  const gone = leftOut(template, 'fields', state.remove?.fields, model).length;
  const total = items - gone + listOf(state.add?.fields).length;
  return `${counted(total, 'field')}${aggregated ? ' in groups' : ''}`;
}

function filtersInWords(state: DraftState, { template }: Catalog): string {
  const sets = state.filters?.any ?? [...(template?.definition.filters?.any ?? []), ...(state.add?.filters ?? [])];
  const criteria =
    sets.flatMap(({ all }) => all).length + (state.filters === undefined ? (state.add?.criteria ?? []).length : 0);
  if (criteria === 0) return 'every row';
  return `${counted(criteria, 'filter')}${sets.length > 1 ? ` in ${sets.length} sets` : ''}`;
}

const PROFILES: Readonly<Record<string, string>> = {
  excel: 'for Excel',
  'excel-eu': 'for European Excel',
  sfmc: 'for Salesforce Marketing Cloud',
};
const ARCHIVES: Readonly<Record<string, string>> = { zip: 'zipped', gzip: 'gzipped' };

function fileInWords({ file }: DraftState, { template }: Catalog): string {
  const said = template?.definition.file;
  const format = file?.format ?? said?.format ?? 'csv';
  const profile = PROFILES[file?.profile ?? said?.profile ?? ''];
  const archive = ARCHIVES[file?.archive ?? said?.archive ?? ''];
  return [
    format.toUpperCase(),
    ...(profile === undefined ? [] : [profile]),
    ...(archive === undefined ? [] : [archive]),
  ].join(' ');
}

function deliveriesInWords({ deliver = [] }: DraftState): string {
  if (deliver.length === 0) return 'kept for download';
  return `sent to ${deliver.map(({ to }) => to).join(' and ')}`;
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
