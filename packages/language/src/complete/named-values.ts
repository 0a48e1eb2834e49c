import {
  AGGREGATIONS,
  type Aggregation,
  branchesOf,
  elementOf,
  FAMILY,
  kindsOf,
  type Schema,
  wordsOf,
} from '@waybill/engine/definition';
import type { Meaning } from '../meaning/meaning.ts';
import { meaningAt } from '../meaning/meaning-at.ts';
import { modelOf } from '../meaning/model-of.ts';
import { declaredAt } from '../place/schema-at.ts';
import type { Asked } from './asked.ts';
import { columnOffers, headerOffers, listedIn } from './columns.ts';
import { dateOffers, durationOffers } from './dates.ts';
import { kpiDetail } from './describe.ts';
import { attributeOffers, filterValueOffers, operatorOffers, predicateOffers, valuesOf } from './filters.ts';
import { escapeSnippet, type Offer } from './offer.ts';
import { fieldNamed, modelNamed, pathOffers, relationPathOffers } from './paths.ts';
import { quotedValue } from './quoting.ts';
import { cronOffers } from './schedules.ts';
import { strftimeOffers } from './strftime.ts';
import {
  fileOffers,
  modelOffers,
  secretOffers,
  settingOffers,
  templateOffers,
  usedOffers,
  zoneOffers,
} from './workspace-names.ts';

/** What the value that is asked for may name, by its meaning. */
export function namedOffers(asked: Asked): Offer[] {
  const { document, path, workspace, place } = asked;
  const here = place.at === 'key' ? undefined : place;
  const meaning = meaningAt(document, path, workspace, here && { ...here, path });
  const header = path.at(-1) === 'to' && typeof path.at(-2) === 'number' && meaning === undefined;
  const named = header ? headerOffers(asked, modelOf(document, workspace)) : meaning ? offersOf(asked, meaning) : [];
  const offers = onlyList(asked) ? inBrackets(asked, named) : named;
  // Besides what a setting of waybill.yaml is, a placeholder may stand for it.
  if (document.kind !== 'workspace' || meaning?.kind === 'secret' || path.length < 3) return offers;
  return ['sources', 'destinations'].includes(String(path[0])) && path[2] !== 'type'
    ? [...offers, ...secretOffers(asked)]
    : offers;
}

/** Whether a list, and nothing but fixed words beside it, may stand at the path. */
function onlyList({ document, path, siblingsOf }: Asked): boolean {
  if (typeof path.at(-1) === 'number') return false;
  const branches = declaredAt(document.kind, path, siblingsOf).flatMap(branchesOf);
  const isFree = (branch: Schema) => wordsOf(branch).length === 0 && kindsOf(branch).includes('text');
  return branches.some(branch => elementOf(branch)) && !branches.some(isFree);
}

/** What is named is an item of the list that it begins; on a line of its own the items are offered with dashes. */
function inBrackets({ place }: Asked, offers: readonly Offer[]): Offer[] {
  if (place.at !== 'value' || place.quote) return [];
  return offers
    .filter(({ from = 0, text }) => from === 0 && text !== 'all')
    .map(({ from: _from, to: _to, ...offer }) => ({
      ...offer,
      yaml: `[${escapeSnippet(quotedValue(offer, true))}$1]`,
    }));
}

function offersOf(asked: Asked, meaning: Meaning): Offer[] {
  switch (meaning.kind) {
    case 'model':
      return modelOffers(asked);
    case 'field':
      return fieldOffers(asked, meaning.model === undefined ? { ...meaning, model: askedModel(asked) } : meaning);
    case 'relation':
      return relationPathOffers(asked, meaning.model, meaning.many);
    case 'kpi':
      return kpiOffers(asked, meaning.model);
    case 'dimension':
      return dimensionOffers(asked, meaning);
    case 'column':
      return columnOffers(asked, meaning.of, asked.path.at(-1) === 'to').filter(
        ({ text }) => meaning.of === 'any' || !listedIn(asked, meaning.of, ['remove']).has(text),
      );
    case 'attribute':
      return attributeOffers(asked, meaning.model, meaning.many);
    case 'operator':
      return operatorOffers(asked, meaning.model, meaning.attribute);
    case 'filter-value':
      return filterValueOffers(asked, meaning.model, meaning.attribute, meaning.operator);
    case 'field-value': {
      const field = fieldNamed(asked.models, meaning.model, meaning.field, false);
      return field?.values || field?.type === 'boolean' ? valuesOf(asked, field, meaning.model) : [];
    }
    case 'predicate':
      return predicateOffers(asked, meaning.model, predicateOf(asked));
    case 'source':
      return settingOffers(asked, 'sources');
    case 'destination':
      return settingOffers(asked, 'destinations');
    case 'template':
      return templateOffers(asked);
    case 'zone':
      return zoneOffers(asked);
    case 'date':
      return dateOffers(asked, meaning);
    case 'duration':
      return durationOffers(asked, meaning.units);
    case 'cron':
      return cronOffers(asked);
    case 'strftime':
      return formatOffers(asked, meaning.use);
    case 'segment':
    case 'group':
      return usedOffers(asked, ['audience', meaning.kind]);
    case 'audience-file':
      return fileOffers(asked, 'audiences');
    case 'key-file':
      return fileOffers(asked, 'keys');
    case 'definition':
      return ownNameOffers(asked, meaning.of);
    case 'sql':
      return sqlOffers(asked, meaning.model);
    case 'secret':
      return secretOffers(asked);
    default:
      return [];
  }
}

/** Whose fields a predicate compares with, while its model is not in the catalog. */
function askedModel({ document, workspace, models, path, around }: Asked): string | undefined {
  if (document.kind !== 'model' || path[0] !== 'predicates' || path.at(-1) !== 'value') return undefined;
  const exists = around.textOf([...path.slice(0, -1), 'exists']);
  return exists === undefined ? undefined : modelNamed(models, modelOf(document, workspace), exists)?.name;
}

/** A predicate that is turned round is not itself the one that turns it. */
const predicateOf = ({ path }: Asked): string | undefined => (path[0] === 'predicates' ? String(path[1]) : undefined);

function fieldOffers(asked: Asked, meaning: Extract<Meaning, { kind: 'field' }>): Offer[] {
  const { path } = asked;
  const last = path.findLast(part => typeof part === 'string');
  const list = path[0] === 'add' ? ['add'] : [];
  const taken = meaning.all
    ? new Set([...listedIn(asked, 'fields', list)].filter(name => name !== asked.place.word.text))
    : undefined;
  const word = last === 'from' ? asked.place.siblings.get('aggregate') : undefined;
  const offers = pathOffers(asked, {
    ...meaning,
    fits: fitsUnder(last),
    later: field => word !== undefined && (field.computed !== undefined || !aggregationFits(word, field)),
    ...(taken ? { taken } : {}),
  });
  // The word `all` of the list itself is the schema's; as an item it stands for every standard field.
  const isBegun = asked.place.word.text.includes('.');
  if (!meaning.all || typeof path.at(-1) !== 'number' || taken?.has('all') || isBegun) return offers;
  // Beside fields of its own it would say them twice.
  const others = (taken?.size ?? 0) > 0;
  const all: Offer = {
    kind: 'word',
    label: 'all',
    text: 'all',
    detail: 'every standard field of the model',
    rank: others ? 9 : 6,
  };
  return [...offers, all];
}

/** Fields that a key of a model file takes. */
function fitsUnder(key: string | undefined) {
  return ({ type }: { readonly type: keyof typeof FAMILY }): boolean => {
    if (key === 'sum' || key === 'average') return FAMILY[type] === 'number';
    if (key === 'event_date' || key === 'updated_at' || key === 'period') return FAMILY[type] === 'date';
    return true;
  };
}

function kpiOffers(asked: Asked, model: string | undefined): Offer[] {
  const taken = listedIn(asked, 'kpis');
  return [...(asked.models.get(model)?.kpis ?? [])].map(([name, kpi]) => ({
    kind: 'kpi',
    label: name,
    text: name,
    detail: [kpiDetail(kpi), kpi.label].filter(word => word !== undefined && word !== '').join(' · '),
    documentation: kpi.description,
    rank: taken.has(name) && name !== asked.place.word.text ? 9 : 5,
  }));
}

function dimensionOffers(asked: Asked, { model, declares }: Extract<Meaning, { kind: 'dimension' }>): Offer[] {
  if (declares) return pathOffers(asked, { model, dateParts: true });
  const taken = listedIn(asked, 'dimensions');
  return (asked.models.get(model)?.dimensions ?? []).map(path => {
    const field = fieldNamed(asked.models, model, path, false);
    return {
      kind: 'dimension',
      label: path,
      text: path,
      detail: field?.label,
      rank: taken.has(path) && path !== asked.place.word.text ? 9 : 5,
    };
  });
}

/** A date has a format of strftime; a number has one of keys, a text none (D2). */
function formatOffers(asked: Asked, use: 'name' | 'format'): Offer[] {
  if (use === 'name') return strftimeOffers(asked, use);
  const { siblings } = asked.place;
  const model = modelOf(asked.document, asked.workspace);
  const field = fieldNamed(asked.models, model, siblings.get('from'), false);
  const counts = ['count', 'sum', 'average'].includes(siblings.get('aggregate') ?? '');
  if (!siblings.has('kpi') && field && FAMILY[field.type] === 'date' && !counts) return strftimeOffers(asked, use);
  if (field && !counts && FAMILY[field.type] !== 'number') return [];
  if (asked.place.word.text !== '') return asked.place.word.text.includes('%') ? strftimeOffers(asked, use) : [];
  return [
    { kind: 'value', label: '{decimals: 2}', text: '', detail: '1234.50', yaml: '{decimals: ${1:2}}', rank: 4 },
    {
      kind: 'value',
      label: '{decimals: 2, decimal: ",", group: "."}',
      text: '',
      detail: '1.234,50',
      yaml: '{decimals: ${1:2}, decimal: "${2:,}", group: "${3:.}"}',
      rank: 4,
    },
    ...(field ? [] : strftimeOffers(asked, use)),
  ];
}

/** An export, template or model is usually called as its file is. */
function ownNameOffers({ document, path }: Asked, of: string): Offer[] {
  if (path.length !== 1 || !['export', 'template', 'model'].includes(of)) return [];
  const stem = (document.file.split(/[/\\]/).at(-1) ?? '').replace(/\.\w+\.yaml$/, '');
  const name = of === 'template' ? stem.replace(/@\d+$/, '') : stem;
  return name === '' ? [] : [{ kind: 'name', label: name, text: name, detail: 'as the file is called' }];
}

/** Columns of the model's table, at the word of the SQL under the cursor. */
function sqlOffers(asked: Asked, model: string | undefined): Offer[] {
  const { text, before } = asked.place.word;
  const from = before.length - (/[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0].length ?? 0);
  const to = before.length + (/^[\p{L}\p{N}_]*/u.exec(text.slice(before.length))?.[0].length ?? 0);
  const found = asked.models.get(model);
  const fields = [
    ...(found?.fields.values() ?? []),
    ...(found?.custom.values() ?? []),
    ...(found?.extended.values() ?? []),
  ];
  return fields.flatMap((field): Offer[] =>
    field.column === undefined
      ? []
      : [
          {
            kind: 'field',
            label: field.column,
            text: field.column,
            detail: `${field.type} · ${field.label}`,
            from,
            to,
            open: true,
          },
        ],
  );
}

/** What of a word's aggregation fits the field beside it (D5). */
export function aggregationFits(
  word: string,
  field: { readonly type: keyof typeof FAMILY; readonly identifier: boolean } | undefined,
): boolean {
  if (!field || !AGGREGATIONS.includes(word as Aggregation)) return true;
  if (word === 'sum' || word === 'average') return FAMILY[field.type] === 'number';
  if (word === 'group') return !field.identifier && field.type !== 'json';
  return word === 'count' || (field.type !== 'json' && field.type !== 'boolean');
}
