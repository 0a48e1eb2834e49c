import type { RunSummary } from '@waybill/api';
import type { Block } from '../blocks/block-kit.ts';
import { actions, button, context, header, section } from '../blocks/build.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold, cut, entities, escaped } from '../blocks/text.ts';
import type { Bot, Interaction } from '../bot.ts';
import { exportNamed } from '../commands/choose-export.ts';
import { commandButton } from '../commands/command-button.ts';
import { exactly } from '../commands/parse-command.ts';
import { say } from '../commands/say.ts';
import { runLine } from '../commands/words.ts';
import { runActionId, runButton } from '../notices/run-buttons.ts';

const SHOWN = 8;

/** Runs that failed and were not made good since, with their causes, to run them again (L3, R3). */
export function registerRerun(bot: Bot): void {
  bot.dialog('rerun', async (on, { export: name = '' }) => {
    if (name === '') await exportNamed(on, 'rerun', '');
    else await offer(on, name);
  });
}

async function offer(on: Interaction, name: string): Promise<void> {
  const failed = await failedRuns(on, name);
  const history = commandButton('history', 'All runs', `history ${exactly(name)}`, { label: `All runs of ${name}` });
  if (failed.length === 0) {
    const said = `No run of ${bold(name)} failed that was not made good since.`;
    return say(on, { text: said, blocks: [section(said), actions([history])] }, { title: 'Rerun' });
  }
  const blocks: Block[] = [
    header(`Failed runs of ${name}`),
    ...failed.flatMap(run => [
      section(
        `${bold(momentIn(run.dueAt, run.timezone))}\n${escaped(runLine(run))}\n` +
          `${bold('Why')}  ${escaped(cut(run.error ?? 'nobody knows why', 500))}`,
      ),
      actions([
        runButton('rerun', run.id, name),
        button(runActionId('log'), 'Log', run.id, { label: `Log of run ${run.id}` }),
      ]),
    ]),
    context('Each runs again with its own period and settings.'),
    actions([history]),
  ];
  const lines = failed.map(run => `${momentIn(run.dueAt, run.timezone)}: ${run.error ?? 'failed'}`);
  const words = entities(`Failed runs of ${name}\n${lines.join(' · ')}`);
  await say(on, { text: words, blocks }, { title: 'Rerun' });
}

/** Newest first; one for each occasion, unless a later run of it succeeded or is on its way. */
async function failedRuns(on: Interaction, name: string): Promise<readonly RunSummary[]> {
  const { items: failed } = await on.service.listRuns({ query: { export: name, status: 'failed', limit: 50 } });
  const oldest = failed.at(-1);
  if (oldest === undefined) return [];
  const { items: all } = await on.service.listRuns({ query: { export: name, since: oldest.createdAt, limit: 200 } });
  const good = new Set(
    all
      .filter(({ status }) => status !== 'failed' && status !== 'cancelled' && status !== 'quarantined')
      .map(run => run.occasion),
  );
  const last = new Map<string, RunSummary>();
  for (const run of failed) if (!good.has(run.occasion) && !last.has(run.occasion)) last.set(run.occasion, run);
  return [...last.values()].slice(0, SHOWN);
}
