import type { Message } from '../blocks/block-kit.ts';
import { actions, button, context, section } from '../blocks/build.ts';
import { bold, entities, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { runActionId, runButton } from '../notices/run-buttons.ts';
import { exportNamed } from './choose-export.ts';
import { say } from './say.ts';

/** Runs an export now (L1). How it goes is told by its notice, which the person gets in any case. */
export async function run(on: Interaction, name: string): Promise<void> {
  const found = await exportNamed(on, 'run', name);
  if (found === undefined) return;
  const queued = await on.service.runExport({ params: { name: found.name }, body: {} });
  await say(on, runMessage(found.name, queued.id, queued.window?.words ?? null), { title: 'Run' });
}

export function runMessage(name: string, runId: string, window: string | null): Message {
  const said = `${name} is queued${window === null ? '' : `, over ${window}`}.`;
  return {
    text: entities(`${said} You are told how it goes.`),
    blocks: [
      section(`${bold(name)} is queued${window === null ? '' : `, over ${escaped(window)}`}.`),
      context('You are told how it goes in your messages with this bot, and wherever the export tells of itself.'),
      actions(
        [
          runButton('cancel', runId, name),
          button(runActionId('log'), 'Log', runId, { label: `Log of the run of ${name}` }),
        ],
        `wb:run:${runId}`,
      ),
    ],
  };
}
