import { entry } from '../define.ts';

/** When a schedule fires, seen from the outside: what is valid and yet nobody can have meant (S1). */
export const scheduleErrors = {
  'schedule-ends-first': entry<{ from: string; until: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['S1'],
    message: p => `The schedule never fires: it ends on ${p.until}, before it begins on ${p.from}.`,
    fix: () => 'Swap the two, or remove one.',
  }),
  'schedule-never': entry<{ reason: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['S1', 'S2'],
    message: p => `The schedule never fires: ${p.reason}.`,
    fix: () => 'Name a day and a time that come; for the end of every month write `monthly: {days: [last], at: […]}`.',
  }),
  'schedule-over': entry<{ last: string; onDate: boolean }>({
    kind: 'input',
    severity: 'warning',
    rules: ['S1'],
    message: p =>
      p.onDate
        ? `The schedule will not fire any more: its time on ${p.last} is past.`
        : `The schedule will not fire any more: its last day was ${p.last}.`,
    fix: p => `If it shall run again, write a later ${p.onDate ? 'time' : '`until`, or none'}.`,
  }),
};
