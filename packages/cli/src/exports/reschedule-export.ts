import type { DeployResult, ExportView } from '@waybill/api';
import { agrees, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import type { RescheduleOptions } from '../commands/reschedule.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { localTime } from '../render/moments.ts';
import { visible } from '../render/visible.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';
import { UsageFault } from '../usage-fault.ts';
import { type AskedSchedule, askedSchedule, type ScheduleWords } from './asked-schedule.ts';
import { changeLines, deployedLines } from './deployed-lines.ts';

const WORDS = ['daily', 'weekly', 'monthly', 'cron', 'at', 'from', 'until', 'skipped', 'repeated', 'catchUp'] as const;

/** Changes when an export runs (S4): shows what that would be, asks, does it. Gives the exit code. */
export async function rescheduleExport(
  io: Io,
  word: string,
  options: RescheduleOptions & GlobalOptions,
): Promise<number> {
  const said = WORDS.filter(name => options[name] !== undefined);
  if (options.schedule !== undefined && said[0] !== undefined) {
    throw UsageFault.of('options-exclude', { one: '--schedule', other: optionOf(said[0]) });
  }
  if (options.schedule === undefined && said.length === 0) {
    throw UsageFault.of('missing-argument', {
      argument: 'a schedule: `--daily`, `--weekly`, `--monthly`, `--cron`, `--at`, `--from`, `--until` or `--schedule`',
      command: 'waybill reschedule',
    });
  }
  return withService(io, options, async client => {
    const name = await exportName(io, word);
    const view = await client.getExport({ params: { name } });
    const schedule =
      options.schedule === undefined ? await changed(view, options) : await readSchedule(options.schedule);
    const body = { schedule, ...(options.note === undefined ? {} : { note: options.note }) };
    const planned = await client.rescheduleExport({ params: { name }, body: { ...body, dryRun: true } });
    if (!options.json) say(io.out, ...plannedLines(planned, io));
    if (options.dryRun) {
      if (options.json) sayJson(io.out, planned);
      else say(io.out, '', 'Nothing was changed: this was a dry run.');
      return EXIT.ok;
    }
    const question = `"${visible(name)}" would get a new schedule.`;
    if (planned.outcome !== 'unchanged' && !(await agrees(io, options, question, 'agree'))) return declined(io);
    const result = await client.rescheduleExport({ params: { name }, body });
    if (options.json) sayJson(io.out, result);
    else say(io.out, '', ...deployedLines(result, io));
    return EXIT.ok;
  });
}

const optionOf = (name: string): string => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

/** The current schedule with what was said changed. */
async function changed({ text }: ExportView, words: ScheduleWords): Promise<AskedSchedule> {
  const { parseExport } = await import('@waybill/engine/definition');
  return askedSchedule(words, parseExport(text).value?.schedule ?? 'now');
}

/** `--schedule`: YAML as in a definition. */
async function readSchedule(text: string): Promise<AskedSchedule | string> {
  const { parseYaml } = await import('@waybill/engine/definition');
  const { value, problems } = parseYaml(text);
  if (typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value))) {
    if (problems.length === 0) return value as AskedSchedule | string;
  }
  const expected = "a schedule as in a definition, `--schedule '{daily: {hours: [6]}}'`";
  throw UsageFault.of('wrong-argument', { option: '--schedule', found: text, expected });
}

function plannedLines(planned: DeployResult, io: Io): readonly string[] {
  const view = planned.export;
  const { dim } = io.out.colours;
  const next = (view?.plan.firings ?? []).map(
    ({ at }) => `${at.slice(0, 10)} ${at.slice(11, 16)} ${dim(at.slice(19))}`,
  );
  return [
    ...changeLines(planned, view?.name ?? '', io),
    ...next.map((text, i) => `  ${(i === 0 ? 'next runs' : '').padEnd(10)} ${text}`),
    ...(view?.pausedUntil ? [`  paused     until ${localTime(view.pausedUntil, view.timezone)}`] : []),
  ];
}
