import type { Window } from '../time/index.ts';
import { dayOf } from '../time/index.ts';
import type { Condition, Ref } from './plan.ts';

/** D9: half-open, [from, until). Of a date without a time the days count that begin inside. */
export function windowCondition(ref: Ref, window: Window): Condition {
  const of: Condition[] = [];
  if (ref.type === 'date') {
    const { firstDay, from, until, timezone } = window;
    if (from !== null && firstDay !== null)
      of.push({ kind: 'compare', ref, is: '>=', to: { kind: 'day', day: firstDay } });
    const last = dayOf(until.subtract({ nanoseconds: 1 }), timezone);
    of.push({ kind: 'compare', ref, is: '<=', to: { kind: 'day', day: last } });
  } else {
    if (window.from !== null)
      of.push({ kind: 'compare', ref, is: '>=', to: { kind: 'instant', instant: window.from } });
    of.push({ kind: 'compare', ref, is: '<', to: { kind: 'instant', instant: window.until } });
  }
  return { kind: 'all', of };
}
