import { ApiError, type DeployResult, type ExportView } from '@waybill/api';
import { z } from 'zod';
import type { Block, ModalView } from '../blocks/block-kit.ts';
import { actions, button, context, modal, section } from '../blocks/build.ts';
import { bold, entities, escaped } from '../blocks/text.ts';
import type { Bot, Click, Interaction, InView, OpenView, ViewAnswer } from '../bot.ts';
import { exportNamed } from '../commands/choose-export.ts';
import { PersonError, sentenceOf } from '../error-sentence.ts';
import type { ScheduleChoice } from './create/draft-state.ts';
import { removeDraft } from './create/draft-store.ts';
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
import { keepTyped, keptDraft } from './reschedule-draft.ts';

const VIEW = 'wb:reschedule';
const TITLE = 'Reschedule export';
const AGAIN = 'wb:reschedule:start-over';

/** Changes when an export runs, with its next five runs as they would be (L3, S4). */
export function registerReschedule(bot: Bot): void {
  bot.dialog('reschedule', async (on, { export: name = '' }) => {
    if (name === '') {
      await exportNamed(on, 'reschedule', '');
      return;
    }
    await on.openSoon(TITLE, () => opened(on, name));
  });
  bot.action(AGAIN, startOver);
  bot.action(/^wb:reschedule:/, changed);
  bot.view(VIEW, submit);
}

/** What the modal is about: the export, and the draft that has what was typed, once something was. */
interface About {
  readonly export: string;
  readonly draft?: string | undefined;
  /** Of the inputs' ids, as in the draft. */
  readonly turn: number;
}
const aboutSchema = z.object({ export: z.string(), draft: z.string().optional(), turn: z.int().min(0).default(0) });

function aboutOf({ metadata }: OpenView): About {
  try {
    return aboutSchema.parse(JSON.parse(metadata));
  } catch {
    throw new PersonError('This dialog is of another version of the bot. Close it, and open it anew.');
  }
}

/** Ids of inputs begin so; each turn has its own. */
const prefixOf = (turn: number): string => (turn === 0 ? 'wb:reschedule:' : `wb:reschedule:${turn}:`);

/** Of what is typed in a view, what is about the schedule. */
const typedIn = ({ state }: OpenView, turn: number): Form =>
  Object.fromEntries(Object.entries(formOf(state)).filter(([block]) => block.startsWith(prefixOf(turn))));

async function opened(on: Interaction, name: string): Promise<ModalView> {
  const view = await on.service.getExport({ params: { name } });
  const kept = await keptDraft(on.service, name, view.revision);
  if (kept === undefined) return shown(on, view, { about: { export: name, turn: 0 }, typed: {} });
  const { id, draft } = kept;
  return shown(on, view, { about: { export: name, draft: id, turn: draft.turn }, typed: draft.typed });
}

async function changed(click: Click): Promise<void> {
  const { inView } = click;
  if (inView === undefined) return;
  const { view, about, typed } = await kept(click, inView);
  await click.update(await shown(click, view, { about, typed }));
}

/** Empty inputs again, with ids of their own. */
async function startOver(click: Click): Promise<void> {
  const { inView } = click;
  if (inView === undefined) return;
  const { export: name, draft, turn } = aboutOf(inView);
  const view = await click.service.getExport({ params: { name } });
  const empty = { export: name, revision: view.revision, turn: turn + 1, typed: {} };
  const { id } = await keepTyped(click.service, draft, inView.id, empty);
  await click.update(await shown(click, view, { about: { export: name, draft: id, turn: turn + 1 }, typed: {} }));
}

/** Saves what is typed, and gives it with everything that was typed before. */
async function kept(on: Interaction, inView: OpenView): Promise<{ view: ExportView; about: About; typed: Form }> {
  const about = aboutOf(inView);
  const { export: name, turn } = about;
  const view = await on.service.getExport({ params: { name } });
  const now = { export: name, revision: view.revision, turn, typed: typedIn(inView, turn) };
  const { id, draft } = await keepTyped(on.service, about.draft, inView.id, now);
  return { view, about: { ...about, draft: id }, typed: draft.typed };
}

function inputsOf({ text, plan, timezone }: ExportView, { turn }: About, typed: Form): ScheduleInputs {
  const { schedule = 'now' } = fromYaml(text).state;
  return { prefix: prefixOf(turn), typed, schedule, timezone, kinds: KINDS[plan.kind] };
}

/** What runs on a date stays so, and what repeats, too; one that ran when it was created may become either (S4). */
const KINDS = {
  now: ['now', 'at', 'daily', 'weekly', 'monthly', 'cron'],
  at: ['at'],
  repeated: ['daily', 'weekly', 'monthly', 'cron'],
} as const satisfies Record<ExportView['plan']['kind'], ScheduleInputs['kinds']>;

async function shown(
  on: Interaction,
  view: ExportView,
  { about, typed }: { readonly about: About; readonly typed: Form },
): Promise<ModalView> {
  const inputs = inputsOf(view, about, typed);
  const again = button(AGAIN, 'Start over', about.export, { label: `Start over with the times of ${about.export}` });
  return modal({
    callbackId: VIEW,
    title: TITLE,
    submit: 'Reschedule',
    metadata: JSON.stringify(about),
    blocks: [
      section(`When ${bold(about.export)} runs`),
      ...scheduleBlocks(inputs),
      ...(await preview(on, about.export, inputs)),
      context(`Times are those of ${escaped(inputs.timezone)}. What you type is kept until you come back.`),
      ...(Object.keys(typed).length === 0 ? [] : [actions([again], 'wb:reschedule:again')]),
    ],
  });
}

/** Its next runs as they would be, or what is still missing or wrong. */
async function preview(on: Interaction, name: string, inputs: ScheduleInputs): Promise<readonly Block[]> {
  const schedule = readSchedule(inputs);
  if (schedule === undefined || Object.keys(scheduleMissing(inputs.prefix, schedule)).length > 0) {
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

async function submit(on: InView): Promise<ViewAnswer> {
  const { view, about, typed } = await kept(on, on.inView);
  const { export: name, draft } = about;
  const inputs = inputsOf(view, about, typed);
  const schedule = readSchedule(inputs);
  const missing = scheduleMissing(inputs.prefix, schedule);
  if (schedule === undefined) return { errors: { [`${inputs.prefix}kind`]: 'Choose when it runs.' } };
  if (Object.keys(missing).length > 0) return { errors: missing };
  try {
    const result = await ask(on, name, schedule, false);
    if (draft !== undefined) await removeDraft(on.service, draft);
    return { update: doneWith(name, result) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const wrong = error.problems.flatMap((problem): [string, string][] => {
      const [key, ...path] = pathOfProblem(problem);
      return key === 'schedule' ? [[scheduleInput(inputs.prefix, path, schedule), sentenceOf(problem)]] : [];
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
