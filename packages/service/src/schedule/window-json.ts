import { type EffectiveWindow, parseZone, Temporal, WINDOW_COLUMNS, type Window } from '@waybill/engine/time';
import { z } from 'zod';

/** How windows are kept in the store: of an export as it is written, of a run as it was fixed. */

const effective = z.object({
  by: z.enum(WINDOW_COLUMNS as readonly ['event_date', 'updated_at']),
  last: z.string().optional(),
  previous: z.enum(['day', 'week', 'month', 'quarter', 'year']).optional(),
  since_last_success: z.boolean().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  include_today: z.boolean().optional(),
});

export const effectiveWindowText = (window: EffectiveWindow | null): string | null =>
  window === null ? null : JSON.stringify(effective.parse(window));

export const readEffectiveWindow = (text: string | null): EffectiveWindow | null =>
  text === null ? null : effective.parse(JSON.parse(text));

const fixed = z.object({
  by: z.enum(['event_date', 'updated_at']),
  timezone: z.string(),
  from: z.string().nullable(),
  until: z.string(),
  firstDay: z.string().nullable(),
  lastDay: z.string(),
});

export const windowText = (window: Window | null): string | null =>
  window === null
    ? null
    : JSON.stringify({
        by: window.by,
        timezone: window.timezone,
        from: window.from?.toString() ?? null,
        until: window.until.toString(),
        firstDay: window.firstDay?.toString() ?? null,
        lastDay: window.lastDay.toString(),
      } satisfies z.infer<typeof fixed>);

export function readWindow(text: string | null): Window | null {
  if (text === null) return null;
  const window = fixed.parse(JSON.parse(text));
  const zone = parseZone(window.timezone);
  return {
    by: window.by,
    timezone: zone.ok ? zone.value : window.timezone,
    from: window.from === null ? null : Temporal.Instant.from(window.from),
    until: Temporal.Instant.from(window.until),
    firstDay: window.firstDay === null ? null : Temporal.PlainDate.from(window.firstDay),
    lastDay: Temporal.PlainDate.from(window.lastDay),
  };
}

/** Bounds as the store's own columns, by which runs are found. */
export const windowBounds = (window: Window | null): { windowFrom: Date | null; windowUntil: Date | null } => ({
  windowFrom: window?.from ? dateOf(window.from) : null,
  windowUntil: window ? dateOf(window.until) : null,
});

export const dateOf = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds);
export const instantOf = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());
