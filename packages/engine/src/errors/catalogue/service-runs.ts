import { entry } from '../define.ts';

/** Errors of runs in the service: what is asked of them, and what ends them. */
export const serviceRunErrors = {
  'name-of-dots': entry<{ name: string }>({
    kind: 'input',
    rules: ['D1', 'C2'],
    message: p => `In the service an export cannot be called "${p.name}": no address could name it.`,
    fix: () => 'Give it a name with a letter or a digit.',
  }),
  'unknown-run': entry<{ run: string }>({
    kind: 'input',
    rules: ['R1'],
    message: p => `There is no run "${p.run}".`,
    fix: () => 'Look at the history of the export for its runs; they are kept as long as the export is.',
  }),
  'run-not-over': entry<{ run: string; status: string }>({
    kind: 'input',
    rules: ['R3'],
    message: p => `The run ${p.run} is ${p.status}; it cannot be run again before it is over.`,
    fix: () => 'Wait until it ends, or cancel it first.',
  }),
  'run-over': entry<{ run: string; status: string }>({
    kind: 'input',
    rules: ['R3'],
    message: p => `The run ${p.run} is over (${p.status}); there is nothing to cancel.`,
    fix: () => 'Look at it again: it ended meanwhile.',
  }),
  'confirm-again': entry<{ what: string; overwrites: readonly string[] }>({
    kind: 'input',
    rules: ['R3'],
    message: p =>
      p.overwrites.length === 0
        ? `${p.what} was delivered before; running it again makes its file once more.`
        : `${p.what} was delivered before; running it again will overwrite ${p.overwrites.join(', ')}.`,
    fix: () => 'Confirm it if that is what you want.',
  }),
  'not-in-quarantine': entry<{ run: string; status: string }>({
    kind: 'input',
    rules: ['O7'],
    message: p => `The run ${p.run} is not in quarantine: its status is ${p.status}.`,
    fix: () => 'Look at it again: somebody decided about it meanwhile.',
  }),
  'window-delivered': entry<{ export: string; window: string }>({
    kind: 'input',
    rules: ['D9', 'R3'],
    message: p => `A later run of ${p.export} has delivered what happened ${p.window}, or a part of it.`,
    fix: () => 'Nothing is missing. To send it once more, run the later run again.',
  }),
  'delivery-claimed': entry<{ destination: string; other: string; run: string }>({
    kind: 'input',
    rules: ['R2'],
    message: p => `The run ${p.other} is delivering the same to ${p.destination} at this moment.`,
    fix: () => 'Wait until it is over, and look whether anything is still to be done.',
  }),
  'run-abandoned': entry<{ attempts: number }>({
    kind: 'internal',
    rules: ['R2'],
    message: p => `Every process that worked on it died, ${p.attempts} times; it may be what kills them.`,
    fix: () =>
      'Look at the log of the service and at the memory of the machine, then rerun it. A smaller window or a split file may help.',
  }),
  'run-in-future': entry<{ at: string }>({
    kind: 'input',
    rules: ['D9'],
    message: p => `A run cannot be as of ${p.at}, which is still to come.`,
    fix: () => 'Leave the time out to run it now, or schedule it.',
  }),
  'not-repeated': entry<{ export: string }>({
    kind: 'input',
    rules: ['R3'],
    message: p => `${p.export} does not repeat, so there is no range of firings to fill in.`,
    fix: () => 'Rerun its run, or run it as of another day.',
  }),
  'backfill-too-long': entry<{ firings: number; most: number }>({
    kind: 'input',
    rules: ['R3', 'Q3'],
    message: p => `That range has more than ${p.most} firings (${p.firings} were counted).`,
    fix: () => 'Take a shorter range, and the next one when it is done.',
  }),
  'backfill-range': entry<{ from: string; until: string }>({
    kind: 'input',
    rules: ['R3'],
    message: p => `The range from ${p.from} to ${p.until} ends before it begins.`,
    fix: () => 'Give the earlier day first; both are included.',
  }),

  // Settings of the service (C3).
  'setting-wrong': entry<{ name: string; found: string; expected: string; meaning: string }>({
    kind: 'input',
    rules: ['C3'],
    message: p => `The setting ${p.name} is ${p.found}; it takes ${p.expected}.`,
    fix: p => `${p.meaning} docs/settings.md has every setting.`,
  }),
  'setting-unknown': entry<{ name: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['C3'],
    message: p => `The variable ${p.name} looks like a setting, and there is none of that name.`,
    fix: () => 'Correct or remove it; docs/settings.md has every setting.',
  }),
};
