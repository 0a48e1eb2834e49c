import type { RunSummary } from '@waybill/api';
import type { Block, Message } from '../blocks/block-kit.ts';
import { actions, button, context, header, section } from '../blocks/build.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold, cut, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { runActionId, runButton } from '../notices/run-buttons.ts';
import { commandButton } from './command-button.ts';
import { exactly } from './parse-command.ts';
import { say } from './say.ts';
import { runLine } from './words.ts';

/** Runs that failed, or whose file a check stopped, and that still wait for somebody (L5). */

const PAGE = 6;

export type Scope = 'mine' | 'all';

/** All of them, page by page; `argument` is what {@link failedCommand} makes. */
export async function failed(on: Interaction, argument: string): Promise<void> {
  const [said, cursor = ''] = argument.split(' ');
  const scope: Scope = said === 'mine' ? 'mine' : 'all';
  const [{ role }, { items, next }] = await Promise.all([
    on.service.whoami(),
    on.service.listRuns({
      query: { only: 'unresolved', scope, limit: PAGE, ...(cursor === '' ? {} : { cursor }) },
    }),
  ]);
  await say(on, failedMessage(items, { scope, next, mayAct: role !== 'viewer' }), {
    replace: cursor !== '',
    title: 'What failed',
  });
}

export const failedCommand = (scope: Scope, cursor?: string): string =>
  `failed ${scope}${cursor === undefined ? '' : ` ${cursor}`}`;

export interface FailedShown {
  readonly scope: Scope;
  readonly next: string | null;
  /** Whether the person may do something about them. */
  readonly mayAct: boolean;
}

export function failedMessage(runs: readonly RunSummary[], { scope, next, mayAct }: FailedShown): Message {
  if (runs.length === 0) return { text: 'Nothing failed that was not made good.' };
  const blocks: Block[] = [
    header(scope === 'mine' ? 'What failed of my exports' : 'What failed'),
    ...runs.flatMap(run => failedRun(run, mayAct)),
    ...(next === null
      ? []
      : [actions([commandButton('older', 'Older ones', failedCommand(scope, next))], 'wb:failed:pages')]),
    context('Each runs again with its own period and settings.'),
  ];
  const lines = runs.map(run => `${run.export}, ${momentIn(run.dueAt, run.timezone)}: ${causeOf(run)}`);
  return { text: escaped(cut(lines.join(' · '), 3000)), blocks };
}

/** Which export and when, in its zone; why; and what may be done about it. */
export function failedRun(run: RunSummary, mayAct: boolean): readonly Block[] {
  const can = run.actions.filter(action => mayAct || action === 'download');
  return [
    section(
      `${bold(run.export)}, ${escaped(momentIn(run.dueAt, run.timezone))} (${escaped(run.timezone)})\n` +
        `${escaped(runLine(run))}\n${bold('Why')}  ${escaped(cut(causeOf(run), 500))}`,
    ),
    actions([
      ...can.map(action => runButton(action, run.id, run.export)),
      button(runActionId('log'), 'Log', run.id, { label: `Log of the run of ${run.export}` }),
      commandButton('show', 'Show export', `show ${exactly(run.export)}`, { label: `Show ${run.export}` }),
    ]),
  ];
}

const causeOf = ({ error, status }: RunSummary): string =>
  error ?? (status === 'quarantined' ? 'a check stopped its file' : 'nobody knows why');
