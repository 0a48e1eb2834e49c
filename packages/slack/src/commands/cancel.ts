import type { RunSummary } from '@waybill/api';
import type { Block } from '../blocks/block-kit.ts';
import { actions, section } from '../blocks/build.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold, entities, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { refreshNotices } from '../notices/refresh-notices.ts';
import { runButton } from '../notices/run-buttons.ts';
import { exportNamed } from './choose-export.ts';
import { say } from './say.ts';
import { runLine } from './words.ts';

const MOST = 10;

/** Cancels the run that is under way; of several the person says which. */
export async function cancel(on: Interaction, name: string): Promise<void> {
  const found = await exportNamed(on, 'cancel', name);
  if (found === undefined) return;
  const runs = await underWay(on, found.name);
  const [only, ...others] = runs;
  if (only === undefined) {
    return say(on, `No run of ${bold(found.name)} waits or is being worked on, so there is nothing to cancel.`);
  }
  if (others.length > 0) return choose(on, found.name, runs);
  await on.service.cancelRun({ params: { id: only.id }, body: {} });
  await say(on, `The run of ${bold(found.name)} is being cancelled: its query and its uploads stop, nothing is sent.`);
  await refreshNotices(on.bot, only.id);
}

async function underWay(on: Interaction, name: string): Promise<readonly RunSummary[]> {
  const pages = await Promise.all(
    (['processing', 'queued'] as const).map(status =>
      on.service.listRuns({ query: { export: name, status, limit: MOST } }),
    ),
  );
  return pages.flatMap(page => page.items).slice(0, MOST);
}

async function choose(on: Interaction, name: string, runs: readonly RunSummary[]): Promise<void> {
  const blocks: Block[] = [
    section(`Several runs of ${bold(name)} wait or are being worked on. Which shall be cancelled?`),
    ...runs.flatMap(run => [
      section(`${bold(momentIn(run.dueAt, run.timezone))}\n${escaped(runLine(run))}`),
      actions([runButton('cancel', run.id, name)]),
    ]),
  ];
  const words = entities(`Several runs of ${name} wait or are being worked on. Which shall be cancelled?`);
  await say(on, { text: words, blocks });
}
