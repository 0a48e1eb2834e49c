import { at, bad, type Checked, good } from './checked.ts';

export type WindowColumn = 'event_date' | 'updated_at';
export type CalendarPeriod = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type ExportMode = 'full' | 'incremental';

export const WINDOW_COLUMNS: readonly WindowColumn[] = ['event_date', 'updated_at'];
export const CALENDAR_PERIODS: readonly CalendarPeriod[] = ['day', 'week', 'month', 'quarter', 'year'];
export const EXPORT_MODES: readonly ExportMode[] = ['full', 'incremental'];

/** `window:` as it is written (D9). Exactly one of `last`, `previous`, `since_last_success`, `from` says the period. */
export interface WindowSpec {
  /** The model's column that the period is about. Default `event_date`; `updated_at` in `mode: incremental`. */
  readonly by?: WindowColumn | undefined;
  /** A duration: days and longer end at the start of the run's day, hours and minutes at the run itself. */
  readonly last?: string | undefined;
  /** The whole calendar period before the one that the run's day is in. */
  readonly previous?: CalendarPeriod | undefined;
  /** From where the last successful window ended. `false` is the same as leaving it out. */
  readonly since_last_success?: boolean | undefined;
  /** The first day: `2026-12-01` or a `date:` expression. Without `to`, up to the run's day. */
  readonly from?: string | undefined;
  /** The day at whose first instant the window ends; it is not inside. */
  readonly to?: string | undefined;
  /** Whether the run's day is inside; only with `last` in days or longer and `since_last_success`. Default false. */
  readonly include_today?: boolean | undefined;
}

/** A window whose column is settled. */
export interface EffectiveWindow extends WindowSpec {
  readonly by: WindowColumn;
}

/**
 * What the mode makes of the window (D10): `incremental` is the window over `updated_at`, and without one it is
 * "since the last success"; `full` is the window as written, `null` when there is none and every row is wanted.
 */
export function effectiveWindow(
  mode: ExportMode | undefined,
  window: WindowSpec | undefined,
): Checked<EffectiveWindow | null> {
  if (mode !== 'incremental') return good(window ? { ...window, by: window.by ?? 'event_date' } : null);
  if (window === undefined) return good({ by: 'updated_at', since_last_success: true });
  if (window.by !== undefined && window.by !== 'updated_at') {
    return bad(
      at('window-mode', { by: window.by }, { path: ['by'] }, { found: window.by, suggestions: ['updated_at'] }),
    );
  }
  return good({ ...window, by: 'updated_at' });
}
