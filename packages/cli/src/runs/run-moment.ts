import { fail } from '@waybill/engine/errors';
import { Temporal } from '@waybill/engine/time';

/** When a run is, as `--at` and `--day` say it. */
export interface AskedMoment {
  readonly runAt: Temporal.Instant;
  readonly runDay: Temporal.PlainDate | undefined;
}

/** Reads `--at` and `--day`; without them it is now, and the day that the definition's zone has now. */
export function askedMoment({ at, day }: { readonly at?: string; readonly day?: string }): AskedMoment {
  const runAt = at === undefined ? Temporal.Instant.fromEpochMilliseconds(Date.now()) : instantOf(at);
  return { runAt, runDay: day === undefined ? undefined : dayArgument('--day', day) };
}

function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const expected = 'an instant with its offset, `2026-12-01T06:30:00+01:00` or `2026-12-01T05:30:00Z`';
    return fail('wrong-argument', { option: '--at', found: text, expected }, { found: text });
  }
}

/** Reads the day that an option says. */
export function dayArgument(option: string, text: string): Temporal.PlainDate {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return fail('wrong-argument', { option, found: text, expected: 'a date, `2026-12-01`' }, { found: text });
}
