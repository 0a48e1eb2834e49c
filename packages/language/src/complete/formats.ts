import { FAMILY } from '@waybill/engine/definition';
import { modelOf } from '../meaning/model-of.ts';
import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';
import { fieldNamed } from './paths.ts';
import { strftimeOffers } from './strftime.ts';

/** A date has a format of strftime; a number has one of keys, a text none (D2). */
export function formatOffers(asked: Asked, use: 'name' | 'format'): Offer[] {
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
