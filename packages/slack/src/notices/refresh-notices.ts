import { fitMessage } from '../blocks/fit.ts';
import type { Bot } from '../bot.ts';
import { readReference } from './reference.ts';
import { renderNotice } from './render-notice.ts';

/**
 * Shows the messages about a run as it is now, after somebody did something with it: buttons that no longer apply are
 * gone (L4). Never throws: what was done is done.
 */
export async function refreshNotices({ slack, service, log }: Pick<Bot, 'slack' | 'service' | 'log'>, runId: string) {
  try {
    const [run, { items }] = await Promise.all([
      service.getRun({ params: { id: runId } }),
      service.listNotices({ query: { run: runId, channel: 'slack' } }),
    ]);
    for (const notice of items) {
      const reference = readReference(notice.reference);
      if (reference === undefined) continue;
      const { text, blocks = [] } = fitMessage(renderNotice(notice.content, run));
      await slack.chat.update({ channel: reference.channel, ts: reference.ts, text, blocks: [...blocks] });
    }
  } catch (error) {
    log.warn({ err: error, run: runId }, 'the messages about a run could not be renewed');
  }
}
