import { FAMILY } from '@waybill/engine/definition';
import { modelOf } from '../meaning/model-of.ts';
import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';
import { fieldNamed } from './paths.ts';
import { strftimeOffers } from './strftime.ts';

/** What the cells of the column are whose `format` is at the path: a count is a number, whatever is counted. */
function formatted({ document, workspace, models, path, siblingsOf }: Asked): 'number' | 'date' | 'text' | undefined {
  const beside = siblingsOf(path.slice(0, -1));
  if (beside === undefined || beside.has('kpi')) return undefined;
  if (['count', 'sum', 'average'].includes(beside.get('aggregate') ?? '')) return 'number';
  const field = fieldNamed(models, modelOf(document, workspace), beside.get('from'), false);
  if (!field) return undefined;
  const family = FAMILY[field.type];
  return family === 'number' || family === 'date' ? family : 'text';
}

/** Whether decimals and the like may be said of the column: unless it holds dates or texts (D2). */
export const takesDecimals = (asked: Asked): boolean => ['number', undefined].includes(formatted(asked));

/** A date has a format of strftime; a number has one of keys, a text none (D2). */
export function formatOffers(asked: Asked, use: 'name' | 'format'): Offer[] {
  if (use === 'name') return strftimeOffers(asked, use);
  const of = formatted(asked);
  if (of === 'date') return strftimeOffers(asked, use);
  if (of === 'text') return [];
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
    ...(of === 'number' ? [] : strftimeOffers(asked, use)),
  ];
}
