import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceContext } from '../context.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';
import { takeNotices } from './claim-notices.ts';
import { createMailer, type Mailer } from './email.ts';
import { noticeLateRuns } from './late.ts';
import type { NoticeChannel } from './notice-event.ts';
import type { SendResult } from './notice-retry.ts';
import { failUntaken, recordNotice } from './record-notice.ts';
import { sendWebhook } from './webhook.ts';

const SECOND = 1000;
/** How often the outbox is looked at when nothing wakes the sender. */
const LOOK = 2 * SECOND;
/** How often late runs, and notices that no bot takes, are looked for. */
const LATE_LOOK = 10 * SECOND;
/** Longer than every sender's own patience together, so that nothing is sent by two at once. */
const LEASE = 180 * SECOND;
/** Notices that this process sends at once. */
const AT_ONCE = 8;
const BOT_HOURS = 1;
/** How long a stop waits for what is being sent. */
const PATIENCE = 5 * SECOND;
/** The others are sent by a client, as Slack's are by the bot. */
const SENT_HERE = ['email', 'webhook'] as const satisfies readonly NoticeChannel[];

/** Sends what is in the outbox (N1), here and in any other process, until it is stopped. */
export function startNotices(service: ServiceContext): Loop {
  const { log, signals } = service;
  const mailer = createMailer(service);
  // One for each channel: mail does not wait for somebody's slow server, nor the other way round.
  const senders = SENT_HERE.map(channel =>
    startLoop({
      name: `notices by ${channel}`,
      every: LOOK,
      log,
      wakeOn: wake => {
        signals.on('notice', wake);
        return () => signals.off('notice', wake);
      },
      work: async signal => {
        while (!signal.aborted && (await sendDueNotices(service, mailer, [channel])) > 0);
      },
    }),
  );
  const watcher = startLoop({
    name: 'late runs',
    every: LATE_LOOK,
    log,
    work: async () => {
      await noticeLateRuns(service);
      await failUntaken(service, {
        channel: 'slack',
        hours: BOT_HOURS,
        error: 'no Slack bot took it within an hour; see whether one runs and reaches the service',
      });
    },
  });
  return {
    async stop() {
      const stopped = Promise.all([...senders, watcher].map(loop => loop.stop()));
      // A server that keeps us waiting does not keep the process: what is not sent by then is taken over by lease.
      const patience = new AbortController();
      await Promise.race([stopped, wait(PATIENCE, undefined, { signal: patience.signal }).catch(() => {})]);
      patience.abort();
      mailer.close();
    },
  };
}

/**
 * Sends notices that are due, some at once, and records what became of each.
 * @returns how many were taken.
 */
export async function sendDueNotices(
  service: ServiceContext,
  mailer: Mailer,
  channels: readonly NoticeChannel[] = SENT_HERE,
): Promise<number> {
  const taken = await takeNotices(service, { channels, most: AT_ONCE, lease: LEASE });
  await Promise.all(taken.map(async notice => recordNotice(service, notice, await send(service, mailer, notice))));
  return taken.length;
}

/** Never throws: what goes wrong is the notice's trouble alone. */
async function send(service: ServiceContext, mailer: Mailer, notice: Notice): Promise<SendResult> {
  try {
    return notice.channel === 'email' ? await mailer.send(notice) : await sendWebhook(service, notice);
  } catch (error) {
    service.log.error({ err: error, notice: notice.id }, 'sending a notice went wrong in a way that it should not');
    return { kind: 'retry', error: error instanceof Error ? error.message : String(error) };
  }
}
