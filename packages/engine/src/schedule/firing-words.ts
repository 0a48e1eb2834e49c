import { dayInWords } from '../time/evaluate-date.ts';
import { describeWindow } from '../time/window-words.ts';
import type { Occasion } from './occasions.ts';

/** One coming run in plain words. */
export interface FiringWords {
  /** `Sunday 29 March 2026, 03:00 +02:00`; with the run's day where that is another one. */
  readonly time: string;
  /** The window that it covers, or why it would be refused. */
  readonly covers: string;
}

/** A firing as people read it (S1, V6), the same on every surface. */
export function firingInWords({ at, day, window, problems }: Occasion, timezone: string): FiringWords {
  const local = at.toZonedDateTimeISO(timezone);
  const clock = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const named = local.toPlainDate().equals(day) ? '' : ` (the run of ${dayInWords(day)})`;
  const [problem] = problems;
  const covers = window === null ? 'everything' : describeWindow(window);
  return {
    time: `${dayInWords(local.toPlainDate())}, ${clock} ${local.offset}${named}`,
    covers: problem === undefined ? covers : `refused: ${problem.problem.message}`,
  };
}
