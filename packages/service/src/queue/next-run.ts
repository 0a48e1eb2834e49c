import { AT_ONCE } from '../runs/new-run.ts';
import type { Prisma } from '../store/generated/sqlite/client.ts';
import type { Tx } from '../store/store.ts';
import { pickRun, type QueueLimits, takenUp, type WaitingRun } from './pick-run.ts';

/** Runs looked at in one go, before fair turns need a closer look. */
const LOOK = 100;
/** Of each person, when there are more than that. */
const HEADS = 10;
/** Looks at most, each past the exports of those before, where none of what was seen may go. */
const LOOKS = 50;

const WAITING = {
  id: true,
  exportId: true,
  source: true,
  fairShare: true,
  dueAt: true,
  createdAt: true,
  chained: true,
  trigger: true,
} as const;

/**
 * The run that is next. What cannot go in any case (its export is at work, its source or person has enough) is not even
 * read, and an export whose runs all wait for another attempt is looked past: a long queue of the one keeps nobody else
 * waiting.
 */
export async function nextRun(tx: Tx, now: Date, limits: QueueLimits): Promise<WaitingRun | undefined> {
  const working = await tx.run.findMany({
    where: { status: 'processing' },
    select: { exportId: true, source: true, fairShare: true },
  });
  const { exports, sources, people } = takenUp(working, limits);
  const passed = new Set(exports);
  for (let look = 1; look <= LOOKS; look++) {
    const { runs, isAll } = await readyRuns(tx, now, {
      exportId: { notIn: [...passed] },
      source: { notIn: [...sources] },
      fairShare: { notIn: [...people] },
    });
    const ready = runs.map(waiting);
    const retrying = await tx.run.findMany({
      where: {
        ...{ status: 'queued', availableAt: { gt: now } },
        exportId: { in: [...new Set(ready.map(run => run.exportId))] },
      },
      select: WAITING,
    });
    const chosen = pickRun({ ready, retrying: retrying.map(waiting), working }, limits);
    if (chosen || isAll) return chosen;
    for (const { exportId } of ready) passed.add(exportId);
  }
  return undefined;
}

/** Runs that may begin, of those that `others` does not leave out; the first of them, where there are many. */
async function readyRuns(tx: Tx, now: Date, others: Prisma.RunWhereInput) {
  // Each in the order of an index, however many wait: those that may begin at once, and those whose next attempt is due.
  const atOnce = { status: 'queued', availableAt: AT_ONCE, AND: others };
  const due = { status: 'queued', availableAt: { gt: AT_ONCE, lte: now }, AND: others };
  const orderBy: Prisma.RunOrderByWithRelationInput[] = [{ dueAt: 'asc' }, { id: 'asc' }];
  const first = { orderBy, take: LOOK, select: WAITING } as const;
  const [fresh, again] = [
    await tx.run.findMany({ where: atOnce, ...first }),
    await tx.run.findMany({ where: due, ...first }),
  ];
  const runs = [...fresh, ...again];
  const isAll = fresh.length < LOOK && again.length < LOOK;
  if (isAll) return { runs, isAll };
  const by = await tx.run.groupBy({ by: ['fairShare'], where: atOnce, orderBy: { fairShare: 'asc' }, take: LOOK });
  const seen = new Set(runs.map(run => run.id));
  for (const { fairShare } of by) {
    const heads = await tx.run.findMany({ where: { ...atOnce, fairShare }, ...first, take: HEADS });
    runs.push(...heads.filter(run => !seen.has(run.id)));
  }
  return { runs, isAll };
}

const waiting = ({ trigger, ...run }: Prisma.RunGetPayload<{ select: typeof WAITING }>): WaitingRun => ({
  ...run,
  scheduled: trigger === 'schedule',
});
