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
export async function writeNotices(
  tx: Tx,
  now: Date,
  { exportId, runId, notices, content }: NoticesToWrite,
): Promise<void> {
  for (const { event, channel, target } of notices) {
    const key = channel === 'slack' ? `${runId}|slack|${target}` : `${runId}|${event}|${channel}|${target}`;
    const known = await tx.notice.findUnique({ where: { key } });
    const said = { event, content: JSON.stringify(content(event)) };
    if (known === null) {
      await tx.notice.create({
        data: {
          ...{ id: newId('ntc', now), key, exportId, runId, channel, target, createdAt: now, nextAt: now },
          ...{ state: 'pending', ...said },
        },
      });
    } else if (channel === 'slack') {
      // Who is sending it this moment will say what Slack calls the message; a second one must not appear meanwhile.
      const busy = known.state === 'sending' && known.leaseUntil !== null && known.leaseUntil > now;
      await tx.notice.update({
        where: { key },
        data: {
          ...{ state: 'pending', attempts: 0, nextAt: busy ? known.leaseUntil : now, leaseUntil: null },
          ...{ sentAt: null, error: null, ...said },
        },
      });
    }
  }
}
