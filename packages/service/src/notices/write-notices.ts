import type { NoticeContent } from '@waybill/api';
import { newId } from '../store/new-id.ts';
import type { Tx } from '../store/store.ts';
import type { DecidedNotice } from './decide.ts';
import type { NoticeEvent } from './notice-event.ts';

export interface NoticesToWrite {
  readonly exportId: string;
  readonly runId: string;
  /** From `decideNotices`. */
  readonly notices: readonly DecidedNotice[];
  /** What a notice of that event says. */
  readonly content: (event: NoticeEvent) => NoticeContent;
}

/**
 * Puts notices into the outbox (N1), in the transaction that records what they are about, after it has written the
 * run's row (which keeps others from writing notices of the same run meanwhile). Nobody is told the same twice: an
 * e-mail or webhook that is there already stays as it is; in Slack a run has one message in each channel, which is
 * sent again with what is new, to be updated in place (L4).
 *
 * After the transaction, `signals.emit('notice')` has them sent at once.
 */
export async function writeNotices(tx: Tx, now: Date, { exportId, runId, notices, content }: NoticesToWrite) {
  for (const { event, channel, target } of notices) {
    const key = channel === 'slack' ? `${runId}|slack|${target}` : `${runId}|${event}|${channel}|${target}`;
    const said = { event, content: JSON.stringify(content(event)) };
    const waiting = { state: 'pending', attempts: 0, nextAt: now, leaseUntil: null, sentAt: null, error: null };
    await tx.notice.upsert({
      where: { key },
      create: { id: newId('ntc', now), key, exportId, runId, channel, target, createdAt: now, ...said, ...waiting },
      update: channel === 'slack' ? { ...said, ...waiting } : { key },
    });
  }
}
