import { COMPARED_RUNS, type RunFacts } from '@waybill/engine';
import type { ServiceContext } from '../context.ts';

/** What the last successful runs of an export left for the checks before delivery, newest first (O7). */
export async function earlierFacts(service: ServiceContext, exportId: string): Promise<readonly RunFacts[]> {
  const runs = await service.store.db.run.findMany({
    where: { exportId, status: 'success', facts: { not: null } },
    orderBy: { dueAt: 'desc' },
    take: COMPARED_RUNS,
    select: { facts: true },
  });
  return runs.flatMap(({ facts }) => (facts === null ? [] : [JSON.parse(facts) as RunFacts]));
}
