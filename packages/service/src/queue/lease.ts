import type { RunProgress } from '@waybill/engine';
import type { Logger } from 'pino';
import type { ServiceContext } from '../context.ts';
import type { Run } from '../store/generated/sqlite/client.ts';
import { storeNow } from '../store/store-now.ts';

/** Signs of life in the time of one lease. */
const BEATS = 3;
/** The part of a lease for which nobody else can have taken over, whatever the clocks. */
const SURE = 0.8;

/** The right to work on a run, kept alive while the work goes on (R2). */
export interface Lease extends AsyncDisposable {
  readonly runId: string;
  readonly fence: number;
  /** Aborts when the run was taken away, or somebody cancelled it. */
  readonly signal: AbortSignal;
  /** Who cancelled it. */
  readonly cancelledBy: string | undefined;
  readonly lost: boolean;
  /** Kept in memory, written with the next sign of life. */
  progress(progress: RunProgress): void;
}

/** The process was taken for dead and another one works on the run. It is no failure of the run. */
export class LeaseLost extends Error {}
/** Somebody cancelled the run. */
export class Cancelled extends Error {}
/** The service stops and hands the run over. */
export class HandedOver extends Error {}

/** Whether an error, or what caused it, is one of these ends. */
export function endOf(error: unknown): LeaseLost | Cancelled | HandedOver | undefined {
  for (let seen: unknown = error; seen instanceof Error; seen = seen.cause) {
    if (seen instanceof LeaseLost || seen instanceof Cancelled || seen instanceof HandedOver) return seen;
  }
  return undefined;
}

/**
 * Gives signs of life for a claimed run until it is disposed of. When none arrives for the time of the lease, counted by
 * a clock that nobody sets, it stops the work by itself: by then another process may have taken over.
 */
export function holdLease(service: ServiceContext, run: Run, stop: AbortSignal): Lease {
  const { store, clock, config, signals, workerId } = service;
  const log: Logger = service.log.child({ run: run.id });
  const ending = new AbortController();
  const lease = config.WAYBILL_LEASE;
  let latest: RunProgress | undefined;
  let written: RunProgress | undefined;
  let lastBeat = performance.now();
  let cancelledBy: string | undefined;
  let beating: Promise<void> | undefined;

  const beat = async () => {
    const shown = latest;
    const now = await storeNow(store, store.db, () => clock.now());
    const began = performance.now();
    const renewed = await store.db.run.updateMany({
      where: { id: run.id, fence: run.fence, leaseOwner: workerId, status: 'processing' },
      data: {
        leaseUntil: new Date(now.getTime() + lease),
        ...(shown === written || shown === undefined
          ? {}
          : { progress: JSON.stringify({ ...shown, percent: shown.percent ?? null }) }),
      },
    });
    if (renewed.count === 0) {
      ending.abort(new LeaseLost(`run ${run.id} belongs to another process`));
      return;
    }
    lastBeat = began;
    if (shown !== written) signals.emit('run', run.id);
    written = shown;
    const { cancelAsked } = await store.db.run.findUniqueOrThrow({
      where: { id: run.id },
      select: { cancelAsked: true },
    });
    if (cancelAsked !== null) cancel(cancelAsked);
  };
  const cancel = (by: string) => {
    cancelledBy ??= by;
    ending.abort(new Cancelled(`run ${run.id} was cancelled by ${by}`));
  };
  const endIfOverdue = () => {
    if (performance.now() - lastBeat <= lease * SURE) return;
    ending.abort(new LeaseLost(`run ${run.id}: the database cannot be reached`));
  };
  const round = () => {
    // A database that does not answer refuses nothing either.
    if (beating) endIfOverdue();
    beating ??= beat()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'no sign of life could be given');
        endIfOverdue();
      })
      .finally(() => {
        beating = undefined;
      });
    return beating;
  };
  // Progress is worth more looks than the lease needs.
  const timer = setInterval(round, Math.min(lease / BEATS, 1000));
  const onCancel = (runId: string) => {
    if (runId === run.id) void round();
  };
  signals.on('cancel', onCancel);
  const onStop = () => ending.abort(new HandedOver('the service stops'));
  // Asked of an attempt before this one, whose process ended too soon to hear of it.
  if (run.cancelAsked !== null) cancel(run.cancelAsked);
  if (stop.aborted) onStop();
  else stop.addEventListener('abort', onStop, { once: true });

  return {
    runId: run.id,
    fence: run.fence,
    signal: ending.signal,
    get cancelledBy() {
      return cancelledBy;
    },
    get lost() {
      return ending.signal.reason instanceof LeaseLost;
    },
    progress: progress => {
      latest = progress;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      signals.off('cancel', onCancel);
      stop.removeEventListener('abort', onStop);
      await beating;
    },
  };
}
