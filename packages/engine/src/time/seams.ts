import { Temporal } from 'temporal-polyfill';
import { at, type LocalProblem } from './checked.ts';
import { resolveWindow, type WindowCheckContext } from './window.ts';
import type { EffectiveWindow } from './window-spec.ts';
import type { RunMoment } from './zone.ts';

/**
 * Warnings where the windows of runs that follow each other overlap or leave something out (D9): the first of each
 * kind. `moments` are coming firings of the schedule in order; the more of them, the more is seen (a month's end, DST).
 * Windows of `since_last_success` fit by themselves. Runs whose window is refused are told by other checks.
 */
export function checkSeams(
  spec: EffectiveWindow,
  moments: readonly RunMoment[],
  context: WindowCheckContext = {},
): LocalProblem[] {
  if (spec.since_last_success) return [];
  const path = [(['last', 'previous', 'from'] as const).find(key => spec[key] !== undefined) ?? 'from'];
  const windows = moments.flatMap(moment => {
    const window = resolveWindow(spec, { ...moment, maxWindow: context.maxWindow });
    return window.ok ? [window.value] : [];
  });
  let overlap: LocalProblem | undefined;
  let gap: LocalProblem | undefined;
  for (const [index, window] of windows.entries()) {
    const before = windows[index - 1];
    if (!before || window.from === null) continue;
    const order = Temporal.Instant.compare(window.from, before.until);
    const begin = shown(window.from, window.timezone);
    const end = shown(before.until, window.timezone);
    if (order < 0) overlap ??= at('windows-overlap', { from: begin, until: end }, { path });
    if (order > 0) gap ??= at('windows-gap', { from: end, until: begin }, { path });
  }
  return [overlap, gap].filter(p => p !== undefined);
}

const shown = (instant: Temporal.Instant, zone: string): string =>
  instant.toZonedDateTimeISO(zone).toString({ smallestUnit: 'minute', timeZoneName: 'never' });
