import type { RunView, UploadVerdict } from '@waybill/api';
import type { Block, Message } from '../blocks/block-kit.ts';
import { actions, button, context, section } from '../blocks/build.ts';
import { LIMITS } from '../blocks/limits.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold } from '../blocks/text.ts';
import type { Click, Interaction } from '../bot.ts';
import { say } from '../commands/say.ts';
import { refreshNotices } from '../notices/refresh-notices.ts';
import { type Place, placeOf, sendButton } from './send-files.ts';

/** Buttons that lead to files; all others are on the page of the run. */
const MOST_FILES = 10;

/** Signed, dated links to what was exported, for this person alone; and where policy allows it, the files (L4). */
export async function download(click: Click): Promise<void> {
  const params = { id: click.value };
  const run = await click.service.getRun({ params });
  if (!run.actions.includes('download')) {
    await say(click, `The files of this run of ${bold(run.export)} are not kept any more.`, { title: 'Download' });
    await refreshNotices(click.bot, run.id);
    return;
  }
  const links = await click.service.linkRun({ params, body: {} });
  await say(click, linksMessage(run, links, placeOf(click)), { title: 'Download' });
}

type Links = Awaited<ReturnType<Interaction['service']['linkRun']>>;

/** Why there are links only; what nobody would ask is not said. */
const WHY_NOT: Readonly<Partial<Record<UploadVerdict, string>>> = {
  personal_data: 'They show personal data, so they are not sent into Slack.',
  too_large: 'They are too large to be sent into Slack.',
  quarantined: 'They are in quarantine, so they are not sent into Slack.',
};

export function linksMessage(
  run: Pick<RunView, 'id' | 'export' | 'timezone'>,
  { page, files, expiresAt, upload }: Links,
  place: Place | undefined,
): Message {
  const shown = files.filter(({ url }) => url.length <= LIMITS.url).slice(0, MOST_FILES);
  const until = momentIn(expiresAt, run.timezone);
  const more = files.length > shown.length ? ` The other ${files.length - shown.length} are on its page.` : '';
  const said = `Files of ${bold(run.export)}, until ${until}.${more}`;
  const whyNot = WHY_NOT[upload];
  const buttons = [
    ...shown.map(({ name, url }, i) =>
      button(`wb:link:file:${i}`, name, undefined, { url, label: `Download ${name}` }),
    ),
    button('wb:link:run', 'Page of the run', undefined, { url: page, label: `Page of the run of ${run.export}` }),
    ...(upload === 'allowed' ? [sendButton(run, files.length, place)] : []),
  ];
  const care = 'Whoever has these links can open them: pass them on only to people who may have the data.';
  const blocks: Block[] = [section(said), actions(buttons), context(whyNot === undefined ? care : `${care} ${whyNot}`)];
  return { text: whyNot === undefined ? said : `${said} ${whyNot}`, blocks };
}
