import { parseDuration } from './duration.ts';
import { dayInWords } from './evaluate-date.ts';
import type { Window } from './window.ts';
import type { WindowSpec } from './window-spec.ts';
import { startOfDay } from './zone.ts';

/** The days or instants of a window in plain words, both ends named as they are inside (R7, V6, N2). */
export function describeWindow(window: Window): string {
  const { from, until, timezone, firstDay, lastDay } = window;
  const wholeEnd = startOfDay(lastDay.add({ days: 1 }), timezone).equals(until);
  if (from === null || firstDay === null) {
    return `everything up to ${wholeEnd ? `the end of ${dayInWords(lastDay)}` : clock(window, until)} (${timezone})`;
  }
  if (from.equals(until)) return `nothing: it begins and ends at ${clock(window, from)} (${timezone})`;
  if (!wholeEnd || !startOfDay(firstDay, timezone).equals(from)) {
    return `${clock(window, from)} to ${clock(window, until)} (${timezone})`;
  }
  if (firstDay.equals(lastDay)) return `${dayInWords(firstDay)} (${timezone})`;
  const days = firstDay.until(lastDay).days + 1;
  return `${dayInWords(firstDay)} to ${dayInWords(lastDay)} (${days} days, ${timezone})`;
}

function clock({ timezone }: Window, instant: Window['until']): string {
  const local = instant.toZonedDateTimeISO(timezone);
  return `${dayInWords(local.toPlainDate())}, ${local.toPlainTime().toString({ smallestUnit: 'second' })}`;
}

/** What a window says, before any run: `the 7 days before the run's day`. */
export function describeWindowSpec(spec: WindowSpec): string {
  const column = spec.by === 'updated_at' ? 'changed in' : 'of';
  return `${column} ${period(spec)}`;
}

function period(spec: WindowSpec): string {
  if (spec.last !== undefined) {
    const duration = parseDuration(spec.last);
    if (!duration.ok) return spec.last;
    const { amount, unit } = duration.value;
    const length = amount === 1 ? unit : `${amount} ${unit}s`;
    if (unit === 'hour' || unit === 'minute' || unit === 'second') return `the last ${length} up to the run`;
    return spec.include_today
      ? `the last ${length} up to and including the run's day`
      : `the ${length} before the run's day`;
  }
  if (spec.previous !== undefined) return `the previous ${spec.previous}`;
  if (spec.since_last_success) {
    return `the time since the last successful run, up to ${spec.include_today ? 'the run' : "the run's day"}`;
  }
  if (spec.to === undefined) return `the time from ${spec.from} up to the run's day`;
  return `the time from ${spec.from} up to, not including, ${spec.to}`;
}
