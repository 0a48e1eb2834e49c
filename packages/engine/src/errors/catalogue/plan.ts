import { entry } from '../define.ts';

/** Calendar and file names: zones, durations, dates, windows, strftime (D1, D4, D9, D10, O5). */
const timeErrors = {
  'unknown-timezone': entry<{ zone: string }>({
    kind: 'input',
    rules: ['D1', 'S2'],
    message: p => `"${p.zone}" is not a time zone.`,
    fix: () => 'Write an IANA name such as `Europe/Vienna` or `UTC`; offsets such as `+01:00` are not zones.',
  }),
  duration: entry<{ text: string; detail: string }>({
    kind: 'input',
    rules: ['D9', 'K7'],
    message: p => `"${p.text}" is not a duration: ${p.detail}.`,
    fix: () => 'Write a whole number and a unit: `7 days`, `8 h`, `30 min`, `3 months`, `1 year`.',
  }),
  'date-expression': entry<{ found: string; expected: string }>({
    kind: 'input',
    rules: ['D4'],
    message: p =>
      p.found === ''
        ? `The date expression ends too early: ${p.expected} was expected.`
        : `"${p.found}" cannot stand here in a date expression: ${p.expected} was expected.`,
    fix: () => 'Write e.g. `date:today`, `date:-7 days`, `date:first day of last month` or `date:yesterday 13:45`.',
  }),
  'date-value': entry<{ text: string; detail: string }>({
    kind: 'input',
    rules: ['D3', 'D4'],
    message: p => `"${p.text}" is not a date: ${p.detail}.`,
    fix: () =>
      'Write a day `2026-12-01`, a time on it `2026-12-01 06:30`, an instant `2026-12-01T06:30:00+01:00`, or a `date:` expression.',
  }),
  'date-out-of-range': entry<{ text: string }>({
    kind: 'input',
    rules: ['D4'],
    message: p => `"${p.text}" means a date outside the years 1 to 9999.`,
    fix: () => 'Write a date that databases can hold.',
  }),
  'window-period': entry<{ found: string }>({
    kind: 'input',
    rules: ['D9'],
    message: p =>
      p.found === '' ? 'The window does not say which period.' : `The window says more than one period: ${p.found}.`,
    fix: () => 'Say exactly one of `last`, `previous`, `since_last_success: true`, or `from` with or without `to`.',
  }),
  'window-to-alone': entry<Record<never, never>>({
    kind: 'input',
    rules: ['D9'],
    message: () => 'The window has `to` but no `from`.',
    fix: () => 'Add `from`, the first day of the window.',
  }),
  'window-whole-days': entry<{ text: string }>({
    kind: 'input',
    rules: ['D9'],
    message: p => `A window is whole days, but "${p.text}" has a time.`,
    fix: () => 'Write the day alone; for real hours up to the run use e.g. `last: 24 h`.',
  }),
  'window-include-today': entry<{ period: string }>({
    kind: 'input',
    rules: ['D9'],
    message: p => `\`include_today\` means nothing with \`${p.period}\`.`,
    fix: () => 'Remove `include_today`, or use it with `last: 7 days` (days or longer) or `since_last_success`.',
  }),
  'window-empty': entry<{ from: string; to: string }>({
    kind: 'input',
    rules: ['D9'],
    message: p => `The window from ${p.from} to ${p.to} holds no day.`,
    fix: () => 'A window goes from its first day up to, not including, `to`: `to` is the day after the last.',
  }),
  'window-reaches-today': entry<{ to: string; runDay: string; begins?: boolean }>({
    kind: 'input',
    rules: ['D9'],
    message: p =>
      p.begins
        ? `The window begins on ${p.to}, after the run's day, ${p.runDay}.`
        : `The window reaches to ${p.to}, beyond the start of the run's day, ${p.runDay}.`,
    fix: p =>
      p.begins
        ? `Begin it earlier, or run the export after ${p.to}: a window holds days that are over.`
        : `End it with \`to: ${p.runDay}\` or earlier, or run the export later: the run's day is not complete yet.`,
  }),
  'window-too-long': entry<{ window: string; max: string }>({
    kind: 'input',
    rules: ['D9'],
    message: p => `The window (${p.window}) is longer than ${p.max}, the most that this workspace allows.`,
    fix: () => 'Make the window shorter, or raise `limits.max_window` in waybill.yaml.',
  }),
  'window-sometimes-too-long': entry<{ window: string; max: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D9'],
    message: p => `On some days the window (${p.window}) is longer than ${p.max}, and the run will be refused.`,
    fix: p =>
      `Say the window in the same unit, e.g. \`last: ${p.max}\`, or raise \`limits.max_window\` in waybill.yaml.`,
  }),
  'windows-overlap': entry<{ from: string; until: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D9'],
    message: p =>
      `Runs of this schedule overlap: the next window begins at ${p.from}, the one before ends at ${p.until}.`,
    fix: () =>
      'Make the window as long as the time between runs, or use `since_last_success: true`, which always fits.',
  }),
  'windows-gap': entry<{ from: string; until: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D9'],
    message: p => `Runs of this schedule leave out what lies between ${p.from} and ${p.until}.`,
    fix: () =>
      'Make the window as long as the time between runs, or use `since_last_success: true`, which always fits.',
  }),
  'window-mode': entry<{ by: string }>({
    kind: 'input',
    rules: ['D10'],
    message: p => `\`mode: incremental\` is a window over \`updated_at\`, but this window is by \`${p.by}\`.`,
    fix: () => 'Write `by: updated_at`, leave `by` out, or use `mode: full`.',
  }),
  'unknown-token': entry<{ token: string; where: string }>({
    kind: 'input',
    rules: ['O5', 'D2'],
    message: p => `"${p.token}" is not a token of ${p.where}.`,
    fix: () => 'Use a token such as `%Y`, `%m`, `%d`; `%%` is a percent sign. The documentation lists all of them.',
  }),
  'format-without-token': entry<{ format: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D2'],
    message: p => `The format "${p.format}" has no token, so every date is written as that same text.`,
    fix: () => 'Use strftime tokens, e.g. `%d.%m.%Y`.',
  }),
  'file-name-unsafe': entry<{ name: string; detail: string }>({
    kind: 'input',
    rules: ['O5', 'Q2'],
    message: p => `The path "${p.name}" ${p.detail}.`,
    fix: () => "Write folders and a file name inside the destination's folder, separated by single slashes.",
  }),
  'file-name-too-long': entry<{ name: string; bytes: number; most: number }>({
    kind: 'input',
    rules: ['O5'],
    message: p => `"${p.name}" is ${p.bytes} bytes long; ${p.most} are allowed.`,
    fix: () => 'Write a shorter path.',
  }),
  'file-name-no-window': entry<{ token: string }>({
    kind: 'input',
    rules: ['O5', 'D9'],
    message: p => `"${p.token}" needs a window, and this export has none.`,
    fix: () => 'Add a `window`, or take the token out of the path.',
  }),
};

/** Errors of this area; see define.ts for how an entry is written. */
export const planErrors = { ...timeErrors };
