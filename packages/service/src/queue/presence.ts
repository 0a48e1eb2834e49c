import { hostname } from 'node:os';
import type { ServiceContext } from '../context.ts';
import { type Loop, startLoop } from '../loop.ts';
import { storeNow } from '../store/store-now.ts';

const EVERY = 15_000;
/** A process that was not seen for so long is forgotten. */
const FORGOTTEN = 24 * 3_600_000;

/** Notes in the database that this process is there, for people who want to know how many there are. */
export function startPresence({ store, clock, log, workerId, version }: ServiceContext): Loop {
  const startedAt = clock.now();
  const loop = startLoop({
    name: 'presence',
    every: EVERY,
    log,
    work: async () => {
      const seenAt = await storeNow(store, store.db, () => clock.now());
      const own = { host: hostname(), pid: process.pid, version, startedAt, seenAt };
      await store.db.worker.upsert({ where: { id: workerId }, create: { id: workerId, ...own }, update: { seenAt } });
      await store.db.worker.deleteMany({ where: { seenAt: { lt: new Date(seenAt.getTime() - FORGOTTEN) } } });
    },
  });
  return {
    async stop() {
      await loop.stop();
      await store.db.worker.deleteMany({ where: { id: workerId } }).catch(() => {});
    },
  };
}
