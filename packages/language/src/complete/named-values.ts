import { FAMILY } from '@waybill/engine/definition';
import type { Meaning } from '../meaning/meaning.ts';
import { meaningAt } from '../meaning/meaning-at.ts';
import { modelOf } from '../meaning/model-of.ts';
import { aggregationFits } from './aggregations.ts';
import type { Asked } from './asked.ts';
import { columnOffers, headerOffers, listedIn } from './columns.ts';
import { dateOffers, durationOffers } from './dates.ts';
import { kpiDetail } from './describe.ts';
import { attributeOffers, filterValueOffers, operatorOffers, predicateOffers, valuesOf } from './filters.ts';
import { formatOffers } from './formats.ts';
import { inBrackets, onlyList } from './in-brackets.ts';
import type { Offer } from './offer.ts';
import { ownNameOffers, sqlOffers } from './own-names.ts';
import { fieldNamed, modelNamed, pathOffers, relationPathOffers } from './paths.ts';
import { cronOffers } from './schedules.ts';
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
  const named = meaning ? offersOf(asked, meaning) : unnamedOffers(asked);
  const offers = onlyList(asked) ? inBrackets(asked, named) : named;
  // Besides what a setting of waybill.yaml is, a placeholder may stand for it.
  if (document.kind !== 'workspace' || meaning?.kind === 'secret' || path.length < 3) return offers;
  return ['sources', 'destinations'].includes(String(path[0])) && path[2] !== 'type'
    ? [...offers, ...secretOffers(asked)]
    : offers;
}

/** What names nothing of the workspace: headers, and what other files say in the same place. */
function unnamedOffers(asked: Asked): Offer[] {
  const { document, path, workspace } = asked;
  const [first] = path;
  const last = String(path.at(-1));
  if (last === 'to' && typeof path.at(-2) === 'number') return headerOffers(asked, modelOf(document, workspace));
  if (first === 'owner') return usedOffers(asked, ['owner']);
  return first === 'notify' && path.length === 3 && last !== 'when' ? usedOffers(asked, ['notify', '#', last]) : [];
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
      return attributeOffers(asked, meaning.model, meaning.many && measuresRelated(asked));
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

/** Whether the KPI of a filter counts related entries, of which the filter may then ask; or does not say yet (K6). */
function measuresRelated({ document, workspace, path, around }: Asked): boolean {
  const kpi = path.slice(0, 2);
  const measured = [...(around.siblingsOf(kpi) ?? [])].flatMap(([key, text]) => {
    const kind = text === undefined ? undefined : meaningAt(document, [...kpi, key], workspace)?.kind;
    if (kind === 'relation') return text !== 'true';
    return kind === 'field' ? (text?.includes('.') ?? false) : [];
  });
  return measured.length === 0 || measured.includes(true);
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
