import { fail } from '@waybill/engine/errors';
import { atTime, startOfDay, Temporal } from '@waybill/engine/time';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * When a pause ends (S4). A day means its first instant in the definition's zone, a day and a time that instant there;
 * with an offset it is an instant as it stands. Pure.
 * @throws `wrong-value`, `pause-until-past`.
 */
export function pauseUntil(text: string, timezone: string, now: Temporal.Instant): Temporal.Instant {
  const until = instantOf(text.trim(), timezone);
  if (!until) {
    const expected = 'a day as 2026-12-24, or an instant as 2026-12-24T06:00:00Z';
    return fail('wrong-value', { found: `"${text}"`, expected }, { place: { path: 'until' }, found: text, expected });
  }
  if (Temporal.Instant.compare(until, now) <= 0) {
    fail('pause-until-past', { until: text, timezone }, { place: { path: 'until' }, found: text });
  }
  return until;
}

function instantOf(text: string, timezone: string): Temporal.Instant | undefined {
  try {
    if (DAY.test(text)) return startOfDay(Temporal.PlainDate.from(text, { overflow: 'reject' }), timezone);
    const [, day, time] = WALL_CLOCK.exec(text) ?? [];
    if (day !== undefined && time !== undefined) {
      return atTime(Temporal.PlainDate.from(day, { overflow: 'reject' }), Temporal.PlainTime.from(time), timezone);
    }
    return INSTANT.test(text) ? Temporal.Instant.from(text) : undefined;
  } catch (error) {
    // 31 February, 25:00.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
