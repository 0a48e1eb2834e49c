import {
  type DateContext,
  DURATION_UNITS,
  dateSuggestions,
  dayInWords,
  dayOf,
  explainDate,
  hasTime,
  parseDateValue,
  runMoment,
} from '@waybill/engine/time';
import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';

/** The moment that dates are shown for: a run at this instant. */
const todayOf = (asked: Asked): DateContext => runMoment(asked.workspace.now, asked.zone);

/** Days, and `date:` expressions with what they mean today (D4). */
export function dateOffers(asked: Asked, rules: { readonly expressions: boolean; readonly time: boolean }): Offer[] {
  const { before } = asked.place.word;
  if (!rules.expressions) return dayOffers(asked, rules.time);
  if (/^\s*date:/i.test(before)) return expressionOffers(asked, before, rules.time);
  if (/^\s*\d/.test(before)) return dayOffers(asked, false);
  // Whoever types `da` is about to write the prefix; whoever types `yest` left it out.
  const typed = before.trim().toLowerCase();
  const whole = 'date:'.startsWith(typed) ? 'date:' : `date:${typed}`;
  const offers = expressionOffers(asked, whole, rules.time).map(({ text, from = 0, ...offer }) => {
    const expression = whole.slice(0, from) + text;
    return { ...offer, label: expression, text: expression };
  });
  return [...offers, ...dayOffers(asked, false).slice(0, 2)];
}

/** How an expression can go on, with what it then means today; without `time` only what means whole days. */
function expressionOffers(asked: Asked, before: string, time: boolean): Offer[] {
  const context = todayOf(asked);
  return dateSuggestions(before).flatMap(({ text, detail, offset }): Offer[] => {
    const parsed = parseDateValue(before.slice(0, offset) + text);
    if (!time && parsed.ok && hasTime(parsed.value)) return [];
    const meaning = parsed.ok ? explainDate(parsed.value, context) : undefined;
    const offer: Offer = {
      kind: 'date',
      label: text.trim(),
      text,
      from: offset,
      detail: meaning ?? detail,
      documentation: meaning === undefined ? undefined : detail,
      // An expression that means nothing yet goes on.
      retrigger: meaning === undefined,
    };
    return [offer];
  });
}

function dayOffers(asked: Asked, time: boolean): Offer[] {
  const { now } = asked.workspace;
  const today = dayOf(now, asked.zone);
  const days = [
    [today.add({ days: 1 }), 'tomorrow'],
    [today, 'today'],
    [today.with({ day: 1 }).add({ months: 1 }), 'the first of next month'],
    [today.with({ month: 1, day: 1 }).add({ years: 1 }), 'the first of next year'],
  ] as const;
  return days.map(([day, words]) => {
    const text = `${day}${time ? ' 06:30' : ''}`;
    return { kind: 'date', label: text, text, detail: `${words}, ${dayInWords(day)}`, bare: !time };
  });
}

/** Units that a meaning of durations allows. */
const UNITS: Readonly<Record<'all' | 'clock' | 'calendar' | 'days', RegExp>> = {
  all: /./,
  clock: /^(s|min|h)$/,
  calendar: /^(days|weeks|months|quarters|years)$/,
  days: /^(days|weeks)$/,
};

const LENGTHS: Readonly<Record<keyof typeof UNITS, readonly string[]>> = {
  all: ['7 days', '1 day', '30 days', '4 weeks', '1 month', '3 months', '12 months', '1 year', '24 h'],
  clock: ['30 s', '1 min', '5 min', '30 min', '2 h'],
  calendar: ['30 days', '90 days', '6 months', '1 year', '2 years'],
  days: ['3 days', '1 day', '7 days'],
};

/** A length of time: whole ones, or the unit after a number. */
export function durationOffers(asked: Asked, units: keyof typeof UNITS): Offer[] {
  const { before } = asked.place.word;
  const [, amount] = /^\s*(\d+)\s*[a-z]*$/i.exec(before) ?? [];
  const lengths =
    amount === undefined
      ? LENGTHS[units]
      : DURATION_UNITS.filter(unit => UNITS[units].test(unit)).map(
          unit => `${amount} ${Number(amount) === 1 ? unit.replace(/(?<=..)s$/, '') : unit}`,
        );
  return lengths.map(text => ({ kind: 'duration', label: text, text }));
}
