import type { listNoticesQuery } from '@waybill/api';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { findExport } from '../exports/find-export.ts';
import { cutPage, positionOf, rowsToRead } from '../http/pages.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';

/** Notices, newest first: their ids sort by the time that they were written. */
export async function listNotices(
  { store, keys }: Pick<ServiceContext, 'store' | 'keys'>,
  query: z.output<typeof listNoticesQuery>,
): Promise<{ readonly rows: readonly Notice[]; readonly next: string | null }> {
  const { limit, cursor, ...filters } = query;
  const list = { name: 'notices', filters };
  const page = { limit, cursor };
  const after = positionOf(keys, list, page)?.[0];
  const exportId = filters.export === undefined ? undefined : (await findExport(store, filters.export)).id;
  const rows = await store.db.notice.findMany({
    where: {
      ...(exportId === undefined ? {} : { exportId }),
      ...(filters.run === undefined ? {} : { runId: filters.run }),
      ...(filters.state === undefined ? {} : { state: filters.state }),
      ...(filters.channel === undefined ? {} : { channel: filters.channel }),
      ...(after === undefined ? {} : { id: { lt: String(after) } }),
    },
    orderBy: { id: 'desc' },
    take: rowsToRead(page),
  });
  return cutPage(keys, list, page, rows, notice => [notice.id]);
}
