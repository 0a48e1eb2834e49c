import type { Run } from '../store/generated/sqlite/client.ts';
import type { Store } from '../store/store.ts';

type Ended = Pick<Run, 'id' | 'exportId' | 'occasion' | 'createdAt' | 'chained' | 'windowUntil'>;

/**
 * Which of runs that failed, or are in quarantine, still wait for somebody (L5): ids of those that no later run of the
 * same occasion followed (one that was cancelled counts for nothing), and whose `since_last_success` window no later run
 * covered.
 */
export async function unresolvedAmong({ db }: Store, runs: readonly Ended[]): Promise<ReadonlySet<string>> {
  if (runs.length === 0) return new Set();
  const exportIds = [...new Set(runs.map(run => run.exportId))];
  const chained = runs.filter(run => run.chained).map(run => run.exportId);
  const [same, exports] = await Promise.all([
    db.run.findMany({
      where: {
        exportId: { in: exportIds },
        occasion: { in: [...new Set(runs.map(run => run.occasion))] },
        status: { not: 'cancelled' },
      },
      select: { id: true, exportId: true, occasion: true, createdAt: true },
    }),
    chained.length === 0
      ? []
      : db.export.findMany({ where: { id: { in: chained } }, select: { id: true, lastSuccessUntil: true } }),
  ]);
  const last = new Map<string, (typeof same)[number]>();
  for (const run of same) {
    const key = keyOf(run);
    const known = last.get(key);
    if (known === undefined || isLater(run, known)) last.set(key, run);
  }
  const covered = new Map(exports.map(({ id, lastSuccessUntil }) => [id, lastSuccessUntil]));
  return new Set(
    runs
      .filter(run => {
        const until = covered.get(run.exportId);
        const isCovered = run.chained && run.windowUntil != null && until != null && run.windowUntil <= until;
        return !isCovered && last.get(keyOf(run))?.id === run.id;
      })
      .map(run => run.id),
  );
}

const keyOf = ({ exportId, occasion }: Pick<Ended, 'exportId' | 'occasion'>): string => `${exportId}|${occasion}`;
type Place = Pick<Ended, 'createdAt' | 'id'>;
const isLater = (a: Place, b: Place): boolean =>
  a.createdAt > b.createdAt || (a.createdAt.getTime() === b.createdAt.getTime() && a.id > b.id);
