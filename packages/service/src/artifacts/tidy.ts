import type { ServiceContext } from '../context.ts';
import { type Loop, startLoop } from '../loop.ts';

/** What a round removed. */
export interface Tidied {
  readonly files: number;
  readonly workFolders: number;
}

/** Rows that are looked at in one go. */
const BATCH = 200;
/** How often it is looked. Files are gone so long after their time at the most. */
const EVERY = 60_000;
/** Runs that may still want what is in their work folder: being worked on, or to be tried again. */
const UNFINISHED = ['queued', 'processing'];

type Service = Pick<ServiceContext, 'store' | 'artifacts' | 'clock' | 'log' | 'signals'>;

/** Removes what has had its time: kept files (R5), leftovers of dead runs, drafts (L2), answers to repeat (C2). */
export async function tidy(service: Service): Promise<Tidied> {
  const now = service.clock.now();
  const { db } = service.store;
  const files = await removeExpiredFiles(service, now);
  const workFolders = await removeLeftWork(service);
  await db.draft.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.idempotency.deleteMany({ where: { expiresAt: { lte: now } } });
  return { files, workFolders };
}

async function removeExpiredFiles({ store, artifacts, log, signals }: Service, now: Date): Promise<number> {
  let removed = 0;
  let after = '';
  for (;;) {
    const rows = await store.db.runFile.findMany({
      where: { deletedAt: null, expiresAt: { lte: now }, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: { id: true, runId: true, name: true, ref: true },
    });
    for (const { id, runId, name, ref } of rows) {
      try {
        await artifacts.remove(ref);
      } catch (error) {
        // The others are removed all the same, and this one in the next round.
        log.error({ err: error, run: runId, file: name }, 'a file whose time is over could not be removed');
        continue;
      }
      // Not when the run was given more time meanwhile, or another file under this name.
      const { count } = await store.db.runFile.updateMany({
        where: { id, ref, deletedAt: null, expiresAt: { lte: now } },
        data: { deletedAt: now },
      });
      removed += count;
      signals.emit('run', runId);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return removed;
    after = last.id;
  }
}

async function removeLeftWork({ store, artifacts, log }: Service): Promise<number> {
  let removed = 0;
  const left = await artifacts.leftWork();
  for (let i = 0; i < left.length; i += BATCH) {
    const some = left.slice(i, i + BATCH);
    const alive = await store.db.run.findMany({
      where: { id: { in: some.map(work => work.runId) }, status: { in: UNFINISHED } },
      select: { id: true },
    });
    const kept = new Set(alive.map(run => run.id));
    for (const work of some.filter(({ runId }) => !kept.has(runId))) {
      try {
        await work.remove();
        removed++;
      } catch (error) {
        log.warn({ err: error, run: work.runId }, 'what a run left on the disk could not be removed');
      }
    }
  }
  return removed;
}

/** Tidies again and again until it is stopped. */
export const startTidying = (service: Service): Loop =>
  startLoop({
    name: 'tidying',
    every: EVERY,
    log: service.log,
    work: async () => {
      const done = await tidy(service);
      if (done.files + done.workFolders > 0) service.log.info(done, 'tidied up');
    },
  });
