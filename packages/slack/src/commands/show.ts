import type { ExportView } from '@waybill/api';
import { parseExport } from '@waybill/engine/definition';
import { describeWindowSpec, type WindowSpec } from '@waybill/engine/time';
import type { Block, Message } from '../blocks/block-kit.ts';
import { actions, button, context, fields, header, section } from '../blocks/build.ts';
import { momentIn, periodIn } from '../blocks/moments.ts';
import { bold, code, codeBlock, cut, entities, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { exportNamed } from './choose-export.ts';
import { commandButton } from './command-button.ts';
import { exactly } from './parse-command.ts';
import { say } from './say.ts';
import { runStatusWords, statusWords } from './words.ts';

/** Longest definition that is shown in a message, and in a modal; longer ones come as a file. Characters. */
const SHOWN = 1500;
const SHOWN_IN_MODAL = 2800;

/** An export as people read it: a sentence, its next five firings, and what may be done with it (L1, L9). */
export async function show(on: Interaction, name: string, replace = false): Promise<void> {
  const found = await exportNamed(on, 'show', name);
  if (found === undefined) return;
  await say(on, showMessage(found), { replace, title: 'Export' });
}

export function showMessage(view: ExportView): Message {
  const { name, plan, timezone, lastRun } = view;
  const sentence = exportSentence(view);
  const firings = plan.firings.map(({ at, window, problems = [] }) => {
    const [problem] = problems;
    const what = problem ?? (window === null ? 'everything' : periodIn(window, timezone));
    return `${momentIn(at, timezone)}: ${what}`;
  });
  const facts = [
    ['Status', statusWords(view)],
    ['Owner', view.owner ?? 'nobody'],
    ['Created by', `${view.createdBy} (${view.createdVia})`],
    ['Revision', String(view.revision)],
    [
      'Last run',
      lastRun === null ? 'none yet' : `${runStatusWords(lastRun.status as never)}, ${momentIn(lastRun.at, timezone)}`,
    ],
    ['Time zone', timezone],
  ] as const;
  const blocks: Block[] = [
    header(name),
    section(escaped(sentence)),
    ...(view.description === '' ? [] : [context(escaped(view.description))]),
    fields(facts.map(([label, value]) => `${bold(label)}\n${escaped(value)}`)),
    section(
      firings.length === 0
        ? 'It has no more runs planned.'
        : `${bold(plan.paused ? 'Next runs, were it not paused' : 'Next runs')}\n${firings.map(escaped).join('\n')}`,
    ),
    actions(
      [
        commandButton('run', 'Run now', `run ${exactly(name)}`, { style: 'primary', label: `Run ${name} now` }),
        ...(plan.paused || view.status === 'inactive'
          ? [commandButton('resume', 'Resume', `resume ${exactly(name)}`, { label: `Resume ${name}` })]
          : [button('wb:dialog:pause', 'Pause', JSON.stringify({ export: name }), { label: `Pause ${name}` })]),
        button('wb:dialog:reschedule', 'Reschedule', JSON.stringify({ export: name }), { label: `Reschedule ${name}` }),
        button('wb:dialog:clone', 'Copy', JSON.stringify({ export: name }), { label: `Copy ${name}` }),
        commandButton('history', 'History', `history ${exactly(name)}`, { label: `Runs of ${name}` }),
        commandButton('yaml', 'Definition', `yaml ${exactly(name)}`, { label: `Definition of ${name}` }),
        commandButton('subscribe', 'Subscribe', `subscribe ${exactly(name)}`, { label: `Subscribe to ${name}` }),
      ],
      'wb:show:do',
    ),
    actions(
      [
        commandButton('rerun', 'Failed runs', `rerun ${exactly(name)}`, { label: `Failed runs of ${name}` }),
        commandButton('backfill', 'Backfill', `backfill ${exactly(name)}`, { label: `Fill in days of ${name}` }),
        commandButton('cancel', 'Cancel a run', `cancel ${exactly(name)}`, { label: `Cancel a run of ${name}` }),
        commandButton('unsubscribe', 'Unsubscribe', `unsubscribe ${exactly(name)}`, {
          label: `Hear no more of ${name}`,
        }),
      ],
      'wb:show:more',
    ),
  ];
  return { text: entities([name, sentence, statusWords(view), ...firings].join('\n')), blocks };
}

/** `Exports transactions of the previous day to partner-sftp as csv, every Monday at 06:30 (Europe/Vienna).` */
export function exportSentence({ model, destinations, plan, text }: ExportView): string {
  const { value } = parseExport(text);
  const window = value?.window as WindowSpec | undefined;
  const format = value?.file?.format;
  const where = destinations.length === 0 ? 'for download' : `to ${destinations.join(' and ')}`;
  return (
    `Exports ${model}${window === undefined ? '' : ` ${windowWords(window)}`} ${where}` +
    `${format === undefined ? '' : ` as ${format}`}: ${plan.words}.`
  );
}

function windowWords(window: WindowSpec): string {
  try {
    return describeWindowSpec(window);
  } catch {
    return '';
  }
}

/** The definition, as the file that VS Code opens (L9): in the message where it is short, else as a file. */
export async function showYaml(on: Interaction, name: string): Promise<void> {
  const { text, revision } = await on.service.getExport({ params: { name } });
  const file = `${name.replaceAll(/[^\w.-]+/g, '-')}.export.yaml`;
  const lead = `Definition of ${bold(name)}, revision ${revision}. In a workspace it is the file ${code(`exports/${file}`)}.`;
  const most = on.inView === undefined ? SHOWN : SHOWN_IN_MODAL;
  if (text.length > most && (await uploaded(on, { text, file, name }))) return;
  const isWhole = text.length <= SHOWN_IN_MODAL;
  const blocks: Block[] = [
    section(lead),
    section(codeBlock(text)),
    ...(isWhole
      ? []
      : [context(`It is longer than a message: ${code(`waybill show ${name} --yaml`)} gives all of it.`)]),
  ];
  const words = entities(`${name}, revision ${revision}:\n${cut(text, 3000)}`);
  await say(on, { text: words, blocks }, { title: 'Definition' });
}

/** Sends it as a file into the direct messages of who asked; false where files may not be sent. */
async function uploaded(
  on: Interaction,
  { text, file, name }: { readonly text: string; readonly file: string; readonly name: string },
): Promise<boolean> {
  try {
    const { channel } = await on.slack.conversations.open({ users: on.person.id });
    if (channel?.id === undefined) return false;
    await on.slack.filesUploadV2({
      channel_id: channel.id,
      content: text,
      filename: file,
      title: file,
      snippet_type: 'yaml',
    });
  } catch (error) {
    on.log.info({ err: error }, 'a definition could not be sent as a file, and is shown in a message');
    return false;
  }
  await say(on, `The definition of ${code(name)} is in your direct messages with this bot, as a file.`, {
    title: 'Definition',
  });
  return true;
}
