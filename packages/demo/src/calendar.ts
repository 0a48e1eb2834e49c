import { literal } from './dice.ts';

/** The zone that the demo brand lives in. */
export const DEMO_ZONE = 'Europe/Vienna';

/** How far back the data goes, in days. */
export const OLDEST_DAY = 1460;

const wallClock = new Intl.DateTimeFormat('en-CA', {
  timeZone: DEMO_ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The last instant at which anything happened, and the day around it. */
export interface Calendar {
  /** The brand's day, `2026-11-22`. */
  readonly today: string;
  /** Instant after which nothing happened, as a SQL expression. */
  readonly now: string;
  /** SQL for the instant so many days ago (SQL) at a second of the day (SQL); today's are fitted into what is over. */
  readonly moment: (daysAgo: string, second: string) => string;
  /** SQL for an instant that comes so many seconds (SQL) after another (SQL), though never after now. */
  readonly later: (instant: string, seconds: string) => string;
  /** SQL for the day in the brand's zone of an instant (SQL). */
  readonly dayOf: (instant: string) => string;
  /** SQL for the date so many days (SQL) before today. */
  readonly daysBefore: (days: string) => string;
  /** Instants around the brand's DST changes of the last three years, as ISO texts. */
  readonly clockChanges: readonly string[];
}

const lastSundayAtOneUtc = (year: number, month: number): number => {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * 86_400_000;
};

/** Seconds about a clock change: an hour before, just before, at, in the (second) half past, an hour after. */
const AROUND_A_CHANGE = [-3600, -1800, -1, 0, 1800, 3600] as const;
const MARCH = 2;
const OCTOBER = 9;

export const createCalendar = (now: Date): Calendar => {
  const parts = new Map(wallClock.formatToParts(now).map(part => [part.type, part.value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  const today = `${part('year')}-${part('month')}-${part('day')}`;
  const elapsed = Number(part('hour')) * 3600 + Number(part('minute')) * 60 + Number(part('second'));
  // Whole seconds, so that nothing happens after `now`.
  const nowSql = `timestamptz ${literal(new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString())}`;
  const year = Number(part('year'));
  const clockChanges = [year - 2, year - 1, year]
    .flatMap(y => [lastSundayAtOneUtc(y, MARCH), lastSundayAtOneUtc(y, OCTOBER)])
    .flatMap(change => AROUND_A_CHANGE.map(seconds => change + seconds * 1000))
    .filter(instant => instant < now.getTime())
    .map(instant => new Date(instant).toISOString());
  return {
    today,
    now: nowSql,
    moment: (daysAgo, second) =>
      `timezone('${DEMO_ZONE}', (date '${today}' - (${daysAgo})::integer)::timestamp + ` +
      `to_seconds(case when (${daysAgo}) = 0 then (${second})::bigint * ${elapsed} // 86400 else (${second}) end))`,
    later: (instant, seconds) => `least(${instant} + to_seconds(${seconds}), ${nowSql})`,
    dayOf: instant => `timezone('${DEMO_ZONE}', ${instant})::date`,
    daysBefore: days => `(date '${today}' - (${days})::integer)`,
    clockChanges,
  };
};
