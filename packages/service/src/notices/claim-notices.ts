import type { ServiceContext } from '../context.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';
import { storeNow } from '../store/store-now.ts';
import type { NoticeChannel } from './notice-event.ts';

export interface NoticeClaim {
  readonly channels: readonly NoticeChannel[];
  /** How many at the most. */
  readonly most: number;
  /** Milliseconds that they are the caller's own. */
  readonly lease: number;
}

/**
 * Takes notices that are due, oldest first, in order to send them. Safe over any number of processes: a row is taken by
 * one conditional update. One whose taker gave no sign in the time of its lease is due again.
 */
export async function takeNotices(
  { store, clock }: Pick<ServiceContext, 'store' | 'clock'>,
  { channels, most, lease }: NoticeClaim,
): Promise<readonly Notice[]> {
  const now = await storeNow(store, store.db, () => clock.now());
  const due = await store.db.notice.findMany({
    where: {
      channel: { in: [...channels] },
      OR: [
        { state: 'pending', nextAt: { lte: now } },
        { state: 'sending', leaseUntil: { lte: now } },
      ],
    },
    orderBy: [{ nextAt: 'asc' }, { id: 'asc' }],
    take: most,
  });
  const leaseUntil = new Date(now.getTime() + lease);
  const taken: Notice[] = [];
  for (const notice of due) {
    const { id, state, attempts, nextAt } = notice;
    const claim = { state: 'sending', attempts: attempts + 1, leaseUntil };
    const { count } = await store.db.notice.updateMany({
      where: { id, state, attempts, nextAt, leaseUntil: notice.leaseUntil },
      data: claim,
    });
    if (count === 1) taken.push({ ...notice, ...claim });
  }
  return taken;
}

/** Gives back what was taken for somebody who is gone: it is due for the next one at once. */
export async function giveBackNotices(
  { store, signals }: Pick<ServiceContext, 'store' | 'signals'>,
  taken: readonly Notice[],
): Promise<void> {
  for (const { id, attempts, leaseUntil } of taken) {
    const data = { state: 'pending', attempts: attempts - 1, leaseUntil: null };
    await store.db.notice.updateMany({ where: { id, state: 'sending', attempts, leaseUntil }, data });
  }
  signals.emit('notice');
}
