import { Temporal } from '@waybill/engine/time';
import { dayText, momentIn } from '../blocks/moments.ts';
import { bold, code, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { PersonError } from '../error-sentence.ts';
import { exportNamed } from './choose-export.ts';
import { splitUntil } from './parse-command.ts';
import { type PlainMoment, plainDate } from './plain-date.ts';
import { say } from './say.ts';

/** `pause NAME` asks until when; `pause NAME until DATE` pauses at once (L1, L3). */
export async function pause(on: Interaction, argument: string): Promise<void> {
  const { name, until } = splitUntil(argument);
  const found = await exportNamed(on, 'pause', name, until === undefined ? '' : ` until ${until}`);
  if (found === undefined) return;
  if (until === undefined) return on.bot.openDialog(on, 'pause', { export: found.name });
  const moment = untilOf(until, found.timezone);
  await on.service.pauseExport({ params: { name: found.name }, body: { until: moment.value } });
  const words = moment.isDay
    ? `until the beginning of ${dayText(moment.at.toPlainDate())}`
    : `until ${momentIn(moment.at.toInstant().toString(), found.timezone)}`;
  await say(on, `${bold(found.name)} is paused ${words} (${escaped(found.timezone)}). Runs in progress finish.`, {
    title: 'Paused',
  });
}

/** @throws a sentence for what is no date, or not in the future. */
export function untilOf(typed: string, timezone: string, now = Temporal.Now.instant()): PlainMoment {
  const moment = plainDate(typed, timezone, now);
  if (moment === undefined) {
    throw new PersonError(
      `${code(typed)} is no date that I understand. Say it as ${code('tomorrow')}, ${code('next monday')}, ` +
        `${code('in 2 weeks')}, ${code('24 December')}, ${code('2026-12-24')} or ${code('2026-12-24 06:30')}.`,
    );
  }
  if (Temporal.Instant.compare(moment.at.toInstant(), now) <= 0) {
    throw new PersonError(`${code(typed)} is over already: say a date that is still to come.`);
  }
  return moment;
}

export async function resume(on: Interaction, name: string): Promise<void> {
  const found = await exportNamed(on, 'resume', name);
  if (found === undefined) return;
  const { nextAt, timezone } = await on.service.resumeExport({ params: { name: found.name } });
  const next = nextAt === null ? 'It has no more runs planned.' : `Its next run is on ${momentIn(nextAt, timezone)}.`;
  await say(on, `${bold(found.name)} goes on. ${escaped(next)}`, { title: 'Resumed' });
}
