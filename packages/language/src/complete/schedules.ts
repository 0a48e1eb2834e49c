import { describeSchedule } from '@waybill/engine/schedule';
import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';

const CRONS = [
  '0 6 * * *',
  '30 6 * * 1-5',
  '0 6 * * 1',
  '0 6 1 * *',
  '0 * * * *',
  '*/15 * * * *',
  '*/15 8-18 * * 1-5',
  '0 6,18 * * *',
  '0 6 1 1,4,7,10 *',
  '0 6 * * MON,THU',
];

/** Cron expressions with what they say (S1). What is typed so far is said too, once it is whole. */
export function cronOffers(asked: Asked): Offer[] {
  const typed = asked.place.word.text.trim();
  const own = typed.split(/\s+/).length === 5 && !CRONS.includes(typed) ? [typed] : [];
  return [...own, ...CRONS].map(cron => ({
    kind: 'schedule',
    label: cron,
    text: cron,
    detail: describeSchedule({ cron }, asked.zone),
  }));
}

const TIMES = ['06:00', '06:30', '07:00', '08:00', '12:00', '18:00', '22:00'];

/** Times of day, which stand in quotes. */
export const timeOffers = (): Offer[] => TIMES.map(text => ({ kind: 'schedule', label: text, text }));
