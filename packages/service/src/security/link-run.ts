import type { linkResult } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { fileUrl, linkEnd, runPageUrl } from './links.ts';
import { filesKept, uploadVerdict } from './share-run.ts';

/** Signed links to the page of a run and to the files that it still has (Q1, R7). */
export async function linkRun(
  service: Pick<ServiceContext, 'store' | 'config' | 'keys' | 'clock' | 'workspace'>,
  id: string,
  hours: number | undefined,
): Promise<z.input<typeof linkResult>> {
  const run = await service.store.db.run.findUnique({
    where: { id },
    select: { exportId: true, revision: true, status: true },
  });
  if (run === null) return fail('unknown-run', { run: id });
  const files = await filesKept(service, id);
  const until = linkEnd(service, { hours });
  return {
    page: runPageUrl(service, id, { until }),
    files: files.map(({ name }) => ({ name, url: fileUrl(service, id, name, { until }) })),
    expiresAt: until.toISOString(),
    upload: await uploadVerdict(service, run, files),
  };
}
