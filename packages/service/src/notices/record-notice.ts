import type { ServiceContext } from '../context.ts';
import { appendLog } from '../runs/append-log.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';
import type { Tx } from '../store/store.ts';
import { storeNow } from '../store/store-now.ts';
import { type SendResult, waitBeforeAttempt } from './notice-retry.ts';

/**
 * Records what became of a notice that was taken. Nothing but the notice, and a line of the run's log when it has
 * failed or went wrong for the second time, is touched: the run stays what it is (N2). A notice that was taken by another, or has something new to say
 * since, is left alone.
 */
export async function recordNotice(service: ServiceContext, taken: Notice, result: SendResult): Promise<void> {
  const { id, attempts, leaseUntil } = taken;
  const error = result.kind === 'sent' ? '' : shortened(result.error);
  const noted = await service.store.transaction(async tx => {
    const now = await storeNow(service.store, tx, () => service.clock.now());
    const write = (data: Partial<Notice>) =>
      tx.notice.updateMany({
        where: { id, state: 'sending', attempts, leaseUntil },
        data: { leaseUntil: null, ...data },
      });
    if (result.kind === 'sent') {
      const reference = result.reference === undefined ? {} : { reference: result.reference };
      await write({ state: 'sent', sentAt: now, nextAt: null, error: null, ...reference });
      return undefined;
    }
    const wait = waitBeforeAttempt(attempts, result);
    if (wait !== null) {
      const { count } = await write({ state: 'pending', nextAt: new Date(now.getTime() + wait), error });
      if (count === 0 || attempts !== TOLD_AT) return undefined;
      await logFailure(tx, now, taken, `could not be sent so far, and is tried again: ${error}`);
      return 'trouble';
    }
    const { count } = await write({ state: 'failed', nextAt: null, error });
    if (count === 0) return undefined;
    await logFailure(tx, now, taken, `could not be sent: ${error}`);
    return 'failed';
  });
  if (noted === 'failed') announceFailure(service, taken, error);
  else if (noted === 'trouble' && taken.runId !== null) service.signals.emit('run', taken.runId);
}

/**
 * The attempt whose trouble is told before the last: once is soon over, but a channel that the bot has to be invited to
 * stays closed, and nobody there hears of it for the hour that it is tried.
 */
const TOLD_AT = 2;

/** Marks notices as failed that nobody took, or that their taker forgot, before the instant. */
export async function failUntaken(
  service: ServiceContext,
  { channel, hours, error }: { readonly channel: 'slack'; readonly hours: number; readonly error: string },
): Promise<number> {
  const { store, clock } = service;
  const now = await storeNow(store, store.db, () => clock.now());
  const before = new Date(now.getTime() - hours * 3_600_000);
  const forgotten = await store.db.notice.findMany({
    where: {
      channel,
      OR: [
        { state: 'pending', nextAt: { lte: before } },
        { state: 'sending', leaseUntil: { lte: before } },
      ],
    },
    take: 100,
  });
  for (const notice of forgotten) {
    const { id, state, attempts } = notice;
    const failed = await store.transaction(async tx => {
      const { count } = await tx.notice.updateMany({
        where: { id, state, attempts, nextAt: notice.nextAt, leaseUntil: notice.leaseUntil },
        data: { state: 'failed', nextAt: null, leaseUntil: null, error },
      });
      if (count > 0) await logFailure(tx, now, notice, `could not be sent: ${error}`);
      return count > 0;
    });
    if (failed) announceFailure(service, notice, error);
  }
  return forgotten.length;
}

/** Servers answer with whole pages now and then. */
const shortened = (text: string): string => {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= 500 ? line : `${line.slice(0, 499)}…`;
};

const WORDS = { email: 'e-mail', slack: 'Slack', webhook: 'webhook' } as const;

/** How people read where a notice goes: `e-mail to anna@brand.example`. Of a webhook only the host: paths hold keys. */
export function whereTo({ channel, target }: Pick<Notice, 'channel' | 'target'>): string {
  const host = channel === 'webhook' && URL.canParse(target) ? new URL(target).host : target;
  return `${WORDS[channel as keyof typeof WORDS] ?? channel} to ${host}`;
}

/** @param what ends the sentence that begins with the notice. */
async function logFailure(tx: Tx, at: Date, notice: Notice, what: string): Promise<void> {
  if (notice.runId === null) return;
  // Locks the run's row, so that whoever holds the run numbers no line at the same moment. Nothing in it changes.
  const { count } = await tx.run.updateMany({ where: { id: notice.runId }, data: { attempt: { increment: 0 } } });
  if (count === 0) return;
  await appendLog(tx, notice.runId, at, [
    {
      level: 'warning',
      message: `The notice by ${whereTo(notice)} (${notice.event}) ${what}`,
    },
  ]);
}

function announceFailure({ log, signals }: ServiceContext, notice: Notice, error: string): void {
  log.warn({ notice: notice.id, run: notice.runId, channel: notice.channel, error }, 'a notice could not be sent');
  if (notice.runId !== null) signals.emit('run', notice.runId);
}
