import type { ExportView, RunSummary } from '@waybill/api';
import type { Block, Message } from '../blocks/block-kit.ts';
import { actions, button, context, header, section } from '../blocks/build.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold, cut, entities, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { runActionId, runButton } from '../notices/run-buttons.ts';
import { exportNamed } from './choose-export.ts';
import { commandButton } from './command-button.ts';
import { exactly, unquoted } from './parse-command.ts';
import { say } from './say.ts';
import { runLine } from './words.ts';

const PAGE = 6;

/** An exact name, and the cursor of a page. */
const OLDER = /^(\/[^/]*\/) (\S+)$/;

/** Whether a button leads to another page of runs. */
export const isPageOfHistory = (argument: string): boolean => OLDER.test(argument);

/** The runs of an export, newest first (R1), with what may be done with each. */
export async function history(on: Interaction, argument: string, replace = false): Promise<void> {
  const [, name = argument, cursor = ''] = OLDER.exec(argument) ?? [];
  const found = await exportNamed(on, 'history', unquoted(name));
  if (found === undefined) return;
  const query = { export: found.name, limit: PAGE, ...(cursor === '' ? {} : { cursor }) };
  const { items, next } = await on.service.listRuns({ query });
  await say(on, historyMessage(found, items, next), { replace, title: 'Runs' });
}

export function historyMessage(
  { name }: Pick<ExportView, 'name'>,
  runs: readonly RunSummary[],
  next: string | null,
): Message {
  if (runs.length === 0) {
    const said = `${name} has not run yet.`;
    return {
      text: entities(said),
      blocks: [
        section(escaped(said)),
        actions([commandButton('run', 'Run now', `run ${exactly(name)}`, { label: `Run ${name} now` })]),
      ],
    };
  }
  const blocks: Block[] = [header(`Runs of ${name}`)];
  for (const run of runs) {
    const cause = run.error === null ? '' : `\n${escaped(cut(run.error, 300))}`;
    blocks.push(section(`${bold(momentIn(run.dueAt, run.timezone))}\n${escaped(runLine(run))}${cause}`));
    const can = run.actions.filter(action => action !== 'download' || run.status === 'success');
    blocks.push(
      actions([
        ...can.map(action => runButton(action, run.id, name)),
        button(runActionId('log'), 'Log', run.id, { label: `Log of run ${run.id}` }),
      ]),
    );
  }
  blocks.push(context(escaped(`Times are those of ${runs[0]?.timezone ?? 'the export'}.`)));
  if (next !== null) {
    blocks.push(
      actions([commandButton('older', 'Older runs', `history ${exactly(name)} ${next}`)], 'wb:history:pages'),
    );
  }
  const lines = runs.map(run => `${momentIn(run.dueAt, run.timezone)}: ${runLine(run)}`);
  return { text: entities(`Runs of ${name}\n${lines.join('\n')}`), blocks };
}
