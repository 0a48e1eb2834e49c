import { ApiError, type LogLine, type RunAction, type RunView } from '@waybill/api';
import type { Message } from '../blocks/block-kit.ts';
import { actions, button, context, section } from '../blocks/build.ts';
import { LIMITS } from '../blocks/limits.ts';
import { clockIn, momentIn } from '../blocks/moments.ts';
import { bold, codeBlock, entities, escaped } from '../blocks/text.ts';
import type { Bot, Click, Interaction } from '../bot.ts';
import { runMessage } from '../commands/run.ts';
import { say } from '../commands/say.ts';
import { sentenceOf } from '../error-sentence.ts';
import { download } from '../files/download.ts';
import { refreshNotices } from '../notices/refresh-notices.ts';
import { runActionId } from '../notices/run-buttons.ts';

/** Buttons about a run (L4, L5), wherever they stand: each does it for the person who pressed it, as the run is now. */
export function registerRunActions(bot: Bot): void {
  for (const [action, act] of Object.entries(ACTS)) {
    bot.action(runActionId(action as RunAction | 'log'), click => unlessOver(click, () => act(click)));
  }
  bot.action(CONFIRM, click => unlessOver(click, () => again(click, true)));
}

/** Pressed after what would be overwritten was said. */
const CONFIRM = 'wb:run:confirm';

/** What refuses a button that was right when it was shown. */
const OVER: ReadonlySet<string> = new Set([
  'run-over',
  'run-not-over',
  'not-in-quarantine',
  'window-delivered',
  'file-gone',
]);

/** A button of a run that is further than it was: says so, and shows the messages about the run as it is now. */
async function unlessOver(click: Click, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiError && OVER.has(error.code))) throw error;
    const said = error.problems.length === 0 ? error.message : error.problems.map(sentenceOf).join('\n');
    await say(click, `:warning: ${entities(said)}`, { title: 'Not any more' });
    await refreshNotices(click.bot, click.value);
  }
}

const ACTS: Readonly<Record<RunAction | 'log', (click: Click) => Promise<void>>> = {
  async cancel(click) {
    const run = await click.service.cancelRun({ params: { id: click.value }, body: {} });
    await say(
      click,
      `The run of ${bold(run.export)} is being cancelled: its query and its uploads stop, nothing is sent.`,
    );
    await refreshNotices(click.bot, run.id);
  },
  async approve(click) {
    const run = await click.service.approveRun({ params: { id: click.value }, body: {} });
    await say(click, `Approved: the file of ${bold(run.export)} is delivered as it is. You are told how it goes.`);
    await refreshNotices(click.bot, run.id);
  },
  async reject(click) {
    const run = await click.service.rejectRun({ params: { id: click.value }, body: {} });
    await say(click, `Rejected: the file of ${bold(run.export)} goes nowhere.`);
    await refreshNotices(click.bot, run.id);
  },
  rerun: click => again(click, false),
  run_again: click => again(click, false),
  download,
  log,
};

/** Runs it again (R3); what was delivered before only when the person says yes to what that overwrites. */
async function again(click: Click, confirm: boolean): Promise<void> {
  const { value: id } = click;
  try {
    const run = await click.service.rerunRun({ params: { id }, body: confirm ? { confirm } : {} });
    const window = run.window?.words ?? null;
    await say(click, runMessage(run.export, run.id, window), { title: 'Run again', replace: confirm });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'confirm-again')) throw error;
    await say(click, askAgain(id, error.message), { title: 'Run again?' });
    return;
  }
  await refreshNotices(click.bot, id);
}

const askAgain = (id: string, overwrites: string): Message => {
  const said = entities(overwrites);
  const yes = button(CONFIRM, 'Yes, run it again', id, { style: 'danger', label: `Yes, run it again: run ${id}` });
  return {
    text: `Run it again? ${said}`,
    blocks: [section(`${bold('Run it again?')}\n${said}`), actions([yes]), context('Nothing happens otherwise.')],
  };
};

const SHOWN_LINES = 20;
const PAGE_LINES = 200;

/** The last lines of what happened to it. */
async function log(click: Click): Promise<void> {
  const params = { id: click.value };
  const [run, lines] = await Promise.all([click.service.getRun({ params }), lastLines(click, click.value)]);
  await say(click, logMessage(run, lines), { title: 'Log' });
}

async function lastLines(on: Interaction, id: string): Promise<readonly LogLine[]> {
  let lines: readonly LogLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await on.service.getRunLog({
      params: { id },
      query: { limit: PAGE_LINES, ...(cursor === undefined ? {} : { cursor }) },
    });
    lines = [...lines, ...page.items].slice(-SHOWN_LINES);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return lines;
}

export function logMessage(run: RunView, lines: readonly LogLine[]): Message {
  const title = `Log of ${run.export}, ${momentIn(run.dueAt, run.timezone)}`;
  if (lines.length === 0) return { text: entities(`${title}: nothing has happened yet.`) };
  const marks = { info: '', warning: 'warning: ', error: 'error: ' } as const;
  const told = lines.map(({ at, level, message }) => `${clockIn(at, run.timezone)} ${marks[level]}${message}`);
  // What happened last says most.
  while (told.length > 1 && told.join('\n').length > LIMITS.sectionText - 500) told.shift();
  return {
    text: `${entities(title)}\n${entities(told.at(-1) ?? '')}`,
    blocks: [
      section(bold(title)),
      section(codeBlock(told.join('\n'))),
      context(escaped(`Times are those of ${run.timezone}. All of it: waybill log ${run.id}`)),
    ],
  };
}
