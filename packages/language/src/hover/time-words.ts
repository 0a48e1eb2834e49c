import { describeSchedule, firingInWords, type Schedule, scheduleListing } from '@waybill/engine/schedule';
import {
  checkStrftime,
  dayInWords,
  describeWindow,
  describeWindowSpec,
  evaluateDate,
  explainDate,
  isDateExpression,
  parseDateValue,
  parseDuration,
  parseZone,
  printDuration,
  renderStrftime,
  STRFTIME_TOKENS,
} from '@waybill/engine/time';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { bullets, code, described, paragraphs, plain } from '../markdown.ts';
import { maxWindowOf, momentOf, saidAt, windowToday, zoneOf } from './said.ts';

/** The whole schedule in words, and what it runs next over which windows (S1): the engine's own listing. */
export function scheduleWords(document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const schedule = saidAt(document, workspace, 'schedule') as Schedule | undefined;
  if (schedule === undefined) return undefined;
  const timezone = zoneOf(document, workspace);
  const words = `**${plain(describeSchedule(schedule, timezone))}**`;
  const definition = {
    schedule,
    mode: saidAt(document, workspace, 'mode'),
    window: saidAt(document, workspace, 'window'),
  };
  const listing = scheduleListing(definition, { timezone, from: workspace.now, maxWindow: maxWindowOf(workspace) });
  if (!listing.ok) return paragraphs(words, plain(listing.problems[0].problem.message));
  const { firings } = listing.value;
  if (schedule === 'now') return words;
  if (firings.length === 0) return paragraphs(words, 'It does not run any more.');
  const listed = firings.map(firing => firingInWords(firing, timezone));
  return paragraphs(
    words,
    `Next:\n${bullets(listed.map(({ time, covers }) => (covers === 'everything' ? plain(time) : `${plain(time)}: ${plain(covers)}`)))}`,
  );
}

/** The window in words, and the days that a run of today would cover (D9). */
export function windowWords(document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const window = saidAt(document, workspace, 'window');
  const today = windowToday(document, workspace);
  if (today === null) return undefined;
  if (typeof today === 'string')
    return paragraphs(window && `**Rows ${plain(describeWindowSpec(window))}**`, plain(today));
  const words = window === undefined ? undefined : `**Rows ${plain(describeWindowSpec({ ...window, by: today.by }))}**`;
  return paragraphs(words, `A run of today covers ${plain(describeWindow(today))}.`);
}

/** A day, a day with a time, or a `date:` expression: what it means today (D4). */
export function dateWords(text: string, document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const parsed = parseDateValue(text);
  if (!parsed.ok) return isDateExpression(text) ? plain(parsed.problems[0].problem.message) : undefined;
  const moment = momentOf(document, workspace);
  try {
    const means = plain(explainDate(parsed.value, moment));
    return isDateExpression(text) ? `Today it means **${means}**` : `**${means}**`;
  } catch (error) {
    // Out of the calendar's range: evaluateDate says so by throwing.
    return error instanceof Error ? plain(error.message) : undefined;
  }
}

/** The day that a `date:` expression means today, as short as an inlay hint wants it; undefined for anything else. */
export function dateHint(text: string, document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const parsed = isDateExpression(text) ? parseDateValue(text) : undefined;
  if (!parsed?.ok) return undefined;
  const moment = momentOf(document, workspace);
  try {
    const value = evaluateDate(parsed.value, moment);
    if (value.kind === 'day') return value.day.toString();
    const local = value.instant.toZonedDateTimeISO(moment.timezone);
    return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  } catch {
    return undefined;
  }
}

/** A length of time, and what the same length ending today covers where it is a period. */
export function durationWords(text: string): string | undefined {
  const parsed = parseDuration(text);
  if (!parsed.ok) return plain(parsed.problems[0].problem.message);
  const { amount, unit } = parsed.value;
  const words = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  const short = printDuration(parsed.value);
  return short === words ? `**${words}**` : `**${words}** (${code(short)})`;
}

/** A zone with what its clocks show now. */
export function zoneWords(text: string, workspace: LanguageWorkspace): string | undefined {
  const zone = parseZone(text);
  if (!zone.ok) return plain(zone.problems[0].problem.message);
  const local = workspace.now.toZonedDateTimeISO(zone.value);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return `**${plain(zone.value)}**: now ${dayInWords(local.toPlainDate())}, ${time} ${local.offset}`;
}

/** A format of dates with what it writes now, and its tokens. */
export function formatWords(
  text: string,
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): string | undefined {
  const [problem] = checkStrftime(text, 'value');
  if (problem) return plain(problem.problem.message);
  const now = workspace.now.toZonedDateTimeISO(zoneOf(document, workspace));
  return paragraphs(`Now it writes ${code(renderStrftime(text, now))}`, tokenList(text));
}

/** The strftime tokens of a text with their meanings, each once. */
export function tokenList(text: string): string {
  const used = new Set([...text.matchAll(/%(?:[-:]?\p{L}|%)/gu)].map(([token]) => token));
  return bullets(
    STRFTIME_TOKENS.filter(({ token }) => used.has(token)).map(
      ({ token, meaning }) => `${code(token)} ${described(meaning)}`,
    ),
  );
}
