import type { ServiceContext } from '../context.ts';
import { type Loop, startLoop } from '../loop.ts';
import { executeRun } from '../runs/execute-run.ts';
import { type ClaimedRun, claimRun } from './claim-run.ts';
import { recoverRuns } from './recover-runs.ts';

/** How often the queue is looked at when nothing wakes the worker. Milliseconds. */
const LOOK = 1000;

export interface Worker {
  /** Runs at work in this process. */
  readonly working: Pick<ReadonlySet<string>, 'has'>;
  /** Takes no more runs, waits for those at work for `grace` milliseconds, then hands them over. */
  stop(grace: number): Promise<void>;
}

/** Works on runs of the queue, several at once, until it is stopped. */
export function startWorker(service: ServiceContext): Worker {
  const { config, log, signals } = service;
  const working = new Map<string, Promise<void>>();
  const handOver = new AbortController();
  let stopping = false;

  const begin = (claimed: ClaimedRun) => {
    const { id } = claimed.run;
    const done = executeRun(service, claimed, handOver.signal)
      .catch((error: unknown) => log.error({ err: error, run: id }, 'a run ended in a way that it should not'))
      .finally(() => {
        working.delete(id);
        // A place is free, and its export may have another run waiting.
        signals.emit('queued');
      });
    working.set(id, done);
  };
  const claims: Loop = startLoop({
    name: 'queue',
    every: LOOK,
    log,
    wakeOn: wake => {
      signals.on('queued', wake);
      return () => signals.off('queued', wake);
    },
    work: async () => {
      while (!stopping && working.size < config.WAYBILL_CONCURRENCY) {
        const claimed = await claimRun(service);
        if (!claimed) break;
        begin(claimed);
      }
    },
  });
  const own: Pick<ReadonlySet<string>, 'has'> = working;
  const recovery = startLoop({
    name: 'recovery',
    every: config.WAYBILL_LEASE / 3,
    log,
    work: async () => {
      await recoverRuns(service, { own });
    },
  });

  return {
    working: own,
    async stop(grace) {
      stopping = true;
      await claims.stop();
      await recovery.stop();
      const all = Promise.allSettled(working.values());
      const timer = setTimeout(() => handOver.abort(), grace);
      await all;
      clearTimeout(timer);
    },
  };
}
