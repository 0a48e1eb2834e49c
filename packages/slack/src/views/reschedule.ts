import { ApiError, type DeployResult, type ExportView } from '@waybill/api';
import type { Block, ModalView } from '../blocks/block-kit.ts';
import { context, modal, section } from '../blocks/build.ts';
import { bold, entities, escaped } from '../blocks/text.ts';
import type { Bot, Click, Interaction, InView, ViewAnswer } from '../bot.ts';
import { exportNamed } from '../commands/choose-export.ts';
import { sentenceOf } from '../error-sentence.ts';
import type { ScheduleChoice } from './create/draft-state.ts';
import { type Form, formOf } from './create/form.ts';
import { fromYaml } from './create/from-yaml.ts';
import { pathOfProblem } from './create/problem-path.ts';
import {
  firingBlocks,
  readSchedule,
  type ScheduleInputs,
  scheduleBlocks,
  scheduleInput,
  scheduleMissing,
} from './create/steps/schedule-blocks.ts';

const VIEW = 'wb:reschedule';
const PREFIX = 'wb:reschedule:';
const TITLE = 'Reschedule export';

/** Changes when an export runs, with its next five runs as they would be (L3, S4). */
export function registerReschedule(bot: Bot): void {
  bot.dialog('reschedule', async (on, { export: name = '' }) => {
    if (name === '') {
      await exportNamed(on, 'reschedule', '');
      return;
    }
    await on.openSoon(TITLE, () => shown(on, name, {}));
  });
  bot.action(/^wb:reschedule:/, changed);
  bot.view(VIEW, submit);
}

async function inputsOf(on: Interaction, name: string, typed: Form): Promise<ScheduleInputs> {
  const { text, plan, timezone } = await on.service.getExport({ params: { name } });
  const { schedule = 'now' } = fromYaml(text).state;
  return { prefix: PREFIX, typed, schedule, timezone, kinds: KINDS[plan.kind] };
}

/** What runs on a date stays so, and what repeats, too; one that ran when it was created may become either (S4). */
const KINDS = {
  now: ['now', 'at', 'daily', 'weekly', 'monthly', 'cron'],
  at: ['at'],
  repeated: ['daily', 'weekly', 'monthly', 'cron'],
} as const satisfies Record<ExportView['plan']['kind'], ScheduleInputs['kinds']>;

async function shown(on: Interaction, name: string, typed: Form): Promise<ModalView> {
  const inputs = await inputsOf(on, name, typed);
  return modal({
    callbackId: VIEW,
    title: TITLE,
    submit: 'Reschedule',
    metadata: name,
    blocks: [
      section(`When ${bold(name)} runs`),
      ...scheduleBlocks(inputs),
      ...(await preview(on, name, readSchedule(inputs))),
      context(`Times are those of ${escaped(inputs.timezone)}.`),
    ],
  });
}

/** Its next runs as they would be, or what is still missing or wrong. */
async function preview(on: Interaction, name: string, schedule: ScheduleChoice | undefined): Promise<readonly Block[]> {
  if (schedule === undefined || Object.keys(scheduleMissing(PREFIX, schedule)).length > 0) {
    return [context('No run is in sight yet: choose when.')];
  }
  try {
    const result = await ask(on, name, schedule, true);
    return result.export === null ? [] : firingBlocks(result.export.plan.words, result.export.plan.firings);
  } catch (error) {
    if (!(error instanceof ApiError) || error.problems.length === 0 || error.code === 'role-needed') throw error;
    return error.problems.slice(0, 3).map(problem => context(`:warning: ${entities(sentenceOf(problem))}`));
  }
}

const ask = (on: Interaction, name: string, schedule: ScheduleChoice, dryRun: boolean): Promise<DeployResult> =>
  on.service.rescheduleExport({
    params: { name },
    body: { schedule: schedule as string | Record<string, unknown>, dryRun },
  });

async function changed(click: Click): Promise<void> {
  const { inView } = click;
  if (inView === undefined) return;
  await click.update(await shown(click, inView.metadata, formOf(inView.state)));
}

async function submit(on: InView): Promise<ViewAnswer> {
  const { metadata: name, state } = on.inView;
  const inputs = await inputsOf(on, name, formOf(state));
  const schedule = readSchedule(inputs);
  const missing = scheduleMissing(PREFIX, schedule);
  if (schedule === undefined || Object.keys(missing).length > 0) return { errors: missing };
  try {
    return { update: doneWith(name, await ask(on, name, schedule, false)) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const wrong = error.problems.flatMap((problem): [string, string][] => {
      const [key, ...path] = pathOfProblem(problem);
      return key === 'schedule' ? [[scheduleInput(PREFIX, path, schedule), sentenceOf(problem)]] : [];
    });
    if (wrong.length === 0) throw error;
    return { errors: Object.fromEntries(wrong) };
  }
}

const doneWith = (name: string, { outcome, export: view }: DeployResult): ModalView =>
  modal({
    callbackId: 'wb:shown:done',
    title: TITLE,
    blocks: [
      section(
        outcome === 'unchanged'
          ? `${bold(name)} runs as before: nothing was changed.`
          : `${bold(name)} is rescheduled.`,
      ),
      ...(view === null ? [] : firingBlocks(view.plan.words, view.plan.firings)),
      ...(view?.plan.paused ? [context('It is paused: it runs again once it is resumed.')] : []),
    ],
  });
