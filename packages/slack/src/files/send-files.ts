import { ApiError, type RunView } from '@waybill/api';
import type { Button } from '../blocks/block-kit.ts';
import { askFirst, button } from '../blocks/build.ts';
import { bold } from '../blocks/text.ts';
import type { Bot, Click, Interaction } from '../bot.ts';
import { say } from '../commands/say.ts';
import { PersonError } from '../error-sentence.ts';
import { channelTrouble } from '../notices/channel-trouble.ts';

/**
 * Sends the files of a run into Slack (L4), when somebody asks for it and the service says that they may go there. It
 * decides by its settings and by what that person may do, and notes who had what sent where (Q4).
 */

const SEND = 'wb:run:send';

/** The thread of a notice; where nothing was clicked in one, files go to the person's direct messages. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** The message of everybody's that a button was pressed in. */
export function placeOf({ message }: Pick<Interaction, 'message'>): Place | undefined {
  if (message === undefined || message.isEphemeral) return undefined;
  return { channel: message.channel, ts: message.threadTs ?? message.ts };
}

export function registerSendFiles(bot: Bot): void {
  bot.action(SEND, send);
}

export function sendButton(run: Pick<RunView, 'id' | 'export'>, files: number, place: Place | undefined): Button {
  const what = files === 1 ? 'the file' : 'the files';
  const isAlone = place === undefined || place.channel.startsWith('D');
  return button(
    SEND,
    `Send ${what} here`,
    JSON.stringify(place === undefined ? [run.id] : [run.id, place.channel, place.ts]),
    {
      label: `Send ${what} of ${run.export} into Slack`,
      confirm: askFirst({
        title: `Send ${what} into Slack?`,
        text: isAlone
          ? 'It comes into your direct messages with this bot, and stays there until somebody deletes it.'
          : 'It comes into the thread of the message. Everybody in this channel can open it, until somebody deletes it.',
        yes: 'Send it',
      }),
    },
  );
}

const ASKED_ALREADY = 'That was asked for already. If nothing is there in a minute, press Download once more.';

async function send(click: Click): Promise<void> {
  const [id = '', channel, ts] = JSON.parse(click.value) as [string?, string?, string?];
  const to = channel === undefined ? await directMessages(click) : { channel, ts };
  const names = await claim(click, id, to);
  if (names === undefined) return say(click, ASKED_ALREADY, { title: 'Download' });
  const run = await click.service.getRun({ params: { id } });
  await upload(click, { run, to, files: await filesOf(click, id, names) });
  const here = channel === undefined ? 'your direct messages with this bot' : 'the thread of the message';
  await say(click, `Sent: what ${bold(run.export)} exported is in ${here}.`, { title: 'Download' });
}

interface To {
  readonly channel: string;
  readonly ts?: string | undefined;
}

async function directMessages(click: Click): Promise<To> {
  const { channel } = await click.slack.conversations.open({ users: click.person.id });
  return { channel: channel?.id ?? click.person.id };
}

/** The files to send; undefined where this very click was heard of before, here or in another process (L6). */
async function claim(click: Click, id: string, { channel, ts }: To): Promise<readonly string[] | undefined> {
  let isNew = true;
  const onReplay = () => {
    isNew = false;
  };
  const to = ts === undefined ? channel : `${channel}/${ts}`;
  try {
    const { files } = await click.service.shareRun({ params: { id }, body: { to } }, { onReplay });
    return isNew ? files.map(({ name }) => name) : undefined;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'request-in-progress') return undefined;
    throw error;
  }
}

interface Attachment {
  readonly file: Buffer;
  readonly filename: string;
  readonly title: string;
}

/** The service allows few and small ones: they are held whole. */
async function filesOf(click: Click, id: string, names: readonly string[]): Promise<Attachment[]> {
  const files: Attachment[] = [];
  for (const name of names) {
    const { body } = await click.service.downloadFile({ params: { id, file: name } });
    files.push({ file: Buffer.from(await new Response(body).arrayBuffer()), filename: name, title: name });
  }
  return files;
}

interface Upload {
  readonly run: Pick<RunView, 'id' | 'export'>;
  readonly to: To;
  readonly files: readonly Attachment[];
}

/** All of them in one message, which says who wanted them. */
async function upload(click: Click, { run, to: { channel, ts }, files }: Upload): Promise<void> {
  const initial_comment = `${bold(run.export)}, run ${run.id}: <@${click.person.id}> asked for it.`;
  const asked = { channel_id: channel, initial_comment, file_uploads: [...files] };
  try {
    await click.slack.filesUploadV2(ts === undefined ? asked : { ...asked, thread_ts: ts });
  } catch (error) {
    click.log.warn({ err: error, run: run.id, channel }, 'files could not be sent into Slack');
    throw new PersonError(`${channelTrouble(error, channel).error} The links work all the same.`);
  }
}
