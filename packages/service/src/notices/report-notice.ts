import type { noticeOutcomeBody } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';
import { storeNow } from '../store/store-now.ts';
import { recordNotice } from './record-notice.ts';

/**
 * What a client that sends notices itself says about one that it took (L4). Saying it again changes nothing.
 * @throws `unknown-notice`
 */
export async function reportNotice(
  service: ServiceContext,
  id: string,
  outcome: z.output<typeof noticeOutcomeBody>,
): Promise<Notice> {
  const { store, clock } = service;
  const read = () => store.db.notice.findUnique({ where: { id } });
  const notice = (await read()) ?? fail('unknown-notice', { id });
  if (outcome.sent) {
    const { reference } = outcome;
    // Something new to say came up while it was being sent: the message is known by now, and is updated at once.
    const now = await storeNow(store, store.db, () => clock.now());
    const { count } = await store.db.notice.updateMany({
      where: { id, state: 'pending' },
      data: { nextAt: now, ...(reference === undefined ? {} : { reference }) },
    });
    if (count === 0) {
      await store.db.notice.updateMany({
        where: { id, state: { not: 'pending' } },
        data: {
          ...{ state: 'sent', sentAt: notice.sentAt ?? now, nextAt: null, leaseUntil: null, error: null },
          ...(reference === undefined ? {} : { reference }),
        },
      });
    } else service.signals.emit('notice');
  } else {
    const error = outcome.error ?? 'no reason was given';
    await recordNotice(
      service,
      notice,
      outcome.retryAfter === undefined
        ? { kind: 'refused', error }
        : { kind: 'retry', error, after: outcome.retryAfter * 1000 },
    );
  }
  return (await read()) ?? fail('unknown-notice', { id });
}
