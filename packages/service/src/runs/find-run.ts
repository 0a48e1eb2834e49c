import type { RunStatus } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { Tx } from '../store/store.ts';

/** A run with its export's row; throws `unknown-run`. */
export async function findRun(db: Pick<Tx, 'run'>, id: string) {
  const run = await db.run.findUnique({ where: { id }, include: { export: true } });
  if (!run) return fail('unknown-run', { run: id });
  return { ...run, status: run.status as RunStatus };
}

export type FoundRun = Awaited<ReturnType<typeof findRun>>;
