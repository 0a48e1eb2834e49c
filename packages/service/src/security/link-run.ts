import type { linkResult } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { fileUrl, linkEnd, runPageUrl } from './links.ts';

/** Signed links to the page of a run and to the files that it still has (Q1, R7). */
export async function linkRun(
  service: Pick<ServiceContext, 'store' | 'config' | 'keys' | 'clock'>,
  run: string,
  hours: number | undefined,
): Promise<z.input<typeof linkResult>> {
  const { store, clock } = service;
  if ((await store.db.run.count({ where: { id: run } })) === 0) fail('unknown-run', { run });
  const files = await store.db.runFile.findMany({
    where: { runId: run, deletedAt: null, expiresAt: { gt: clock.now() } },
    select: { name: true },
    orderBy: { name: 'asc' },
  });
  const until = linkEnd(service, { hours });
  return {
    page: runPageUrl(service, run, { until }),
    files: files.map(({ name }) => ({ name, url: fileUrl(service, run, name, { until }) })),
    expiresAt: until.toISOString(),
  };
}
