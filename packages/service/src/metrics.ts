import { RUN_STATUSES } from '@waybill/api';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ServiceContext } from './context.ts';
import { isOver } from './queue/run-state.ts';

/** What Prometheus reads (C4). Labels come from fixed lists, so that their number is bounded. */
export interface Metrics {
  /** The scheduler looked at the schedules: for how long, and how late the firings were that it found, milliseconds. */
  readonly ticked: (seconds: number, result: { readonly lateness: readonly number[] }) => void;
  /** A request was answered; `route` is the pattern of its address. */
  readonly answered: (
    request: { readonly route: string; readonly method: string; readonly status: number },
    seconds: number,
  ) => void;
  /** Seconds since the last tick of this process; undefined before the first. */
  readonly sinceTick: () => number | undefined;
  readonly contentType: string;
  /** The exposition. Numbers of the database are read for it, at most every few seconds. */
  text(): Promise<string>;
  close(): void;
}

const PREFIX = 'waybill_';
/** Milliseconds for which numbers of the database are shown again. */
const FRESH = 5_000;
/** Runs that were counted, so that a late signal does not count one twice. */
const MOST_COUNTED = 10_000;
const OVER = RUN_STATUSES.filter(isOver);

let processMetrics: Registry | undefined;

/** Those of the process: one set, however many services it has (tests have several). */
function ofProcess(): Registry {
  if (!processMetrics) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

type Service = Pick<ServiceContext, 'store' | 'signals' | 'log' | 'clock'>;

export function createMetrics(service: Service): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const ticks = new Histogram({
    name: `${PREFIX}tick_seconds`,
    help: 'How long the scheduler looked at the schedules.',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const lateness = new Histogram({
    name: `${PREFIX}firing_lateness_seconds`,
    help: "From a firing's time to its run being queued.",
    buckets: [0.1, 0.5, 1, 5, 30, 120, 600, 3600, 86_400],
    registers,
  });
  const requests = new Histogram({
    name: `${PREFIX}http_request_seconds`,
    help: 'How long requests took, by the pattern of their address.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const runs = runMetrics(registers);
  const stored = storedMetrics(service, registers);
  const counting = countRuns(service, runs);

  let lastTick: number | undefined;
  return {
    ticked(seconds, result) {
      lastTick = performance.now();
      ticks.observe(seconds);
      for (const milliseconds of result.lateness) lateness.observe(Math.max(0, milliseconds) / 1000);
    },
    answered: ({ route, method, status }, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    sinceTick: () => (lastTick === undefined ? undefined : (performance.now() - lastTick) / 1000),
    contentType: registry.contentType,
    async text() {
      await counting.settled();
      await stored.read();
      return `${await registry.metrics()}\n${await ofProcess().metrics()}`;
    },
    close: () => counting.stop(),
  };
}

interface RunMetrics {
  readonly finished: Counter<'status'>;
  readonly seconds: Histogram<'status'>;
  readonly rows: Counter;
  readonly bytes: Counter;
}

const runMetrics = (registers: Registry[]): RunMetrics => ({
  finished: new Counter({
    name: `${PREFIX}runs_finished_total`,
    help: 'Runs that this process finished, by how they ended.',
    labelNames: ['status'],
    registers,
  }),
  seconds: new Histogram({
    name: `${PREFIX}run_seconds`,
    help: 'From the start to the end of the last attempt of runs that this process finished.',
    labelNames: ['status'],
    buckets: [0.1, 0.5, 2, 10, 60, 300, 1800, 7200, 28_800],
    registers,
  }),
  rows: new Counter({
    name: `${PREFIX}delivered_rows_total`,
    help: 'Rows of runs that succeeded.',
    registers,
  }),
  bytes: new Counter({
    name: `${PREFIX}delivered_bytes_total`,
    help: 'Bytes of the files of runs that succeeded.',
    registers,
  }),
});

/** Counts runs of this process as they end: whoever ends one says that it changed. */
function countRuns({ store, signals, log }: Service, metrics: RunMetrics) {
  const counted = new Set<string>();
  const waiting = new Set<string>();
  let working: Promise<void> | undefined;

  const count = async () => {
    while (waiting.size > 0) {
      const ids = [...waiting];
      waiting.clear();
      const ended = await store.db.run.findMany({
        where: { id: { in: ids }, status: { in: OVER } },
        select: { id: true, status: true, startedAt: true, finishedAt: true, rows: true, bytes: true },
      });
      for (const { id, status, startedAt, finishedAt, rows, bytes } of ended) {
        const key = `${id} ${status}`;
        if (counted.has(key)) continue;
        if (counted.size >= MOST_COUNTED) counted.clear();
        counted.add(key);
        metrics.finished.inc({ status });
        if (startedAt && finishedAt) {
          metrics.seconds.observe({ status }, Math.max(0, finishedAt.getTime() - startedAt.getTime()) / 1000);
        }
        if (status !== 'success') continue;
        metrics.rows.inc(Number(rows ?? 0n));
        metrics.bytes.inc(Number(bytes ?? 0n));
      }
    }
  };
  const onRun = (id: string) => {
    waiting.add(id);
    working ??= count()
      .catch((error: unknown) => log.debug({ err: error }, 'ended runs could not be counted'))
      .finally(() => {
        working = undefined;
      });
  };
  signals.on('run', onRun);
  return {
    settled: async () => working,
    stop: () => {
      signals.off('run', onRun);
    },
  };
}

/** Numbers that the database knows, the same from every process. */
function storedMetrics({ store, clock, log }: Service, registers: Registry[]) {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames, registers });
  const byStatus = gauge('runs', 'Runs that are not over, by status.', ['status']);
  const depth = gauge('queue_depth', 'Runs that could be worked on now.');
  const oldest = gauge('queue_oldest_seconds', 'How long the first of them has been waiting.');
  const notices = gauge('notices', 'Notices that were not sent, by state.', ['state']);
  const late = gauge('schedules_due', 'Exports whose next firing is due.');
  const reachable = gauge('store_up', 'Whether the database answers.');
  let readAt = Number.NEGATIVE_INFINITY;

  const look = async () => {
    const now = clock.now();
    const { db } = store;
    const due = { status: 'queued', availableAt: { lte: now } };
    const states = ['pending', 'sending', 'failed'];
    const [queued, processing, quarantined, ready, first, unsent, schedules] = await Promise.all([
      db.run.count({ where: { status: 'queued' } }),
      db.run.count({ where: { status: 'processing' } }),
      db.run.count({ where: { status: 'quarantined' } }),
      db.run.count({ where: due }),
      db.run.findFirst({ where: due, orderBy: { availableAt: 'asc' }, select: { availableAt: true } }),
      Promise.all(states.map(state => db.notice.count({ where: { state } }))),
      db.export.count({ where: { nextAt: { lte: now } } }),
    ]);
    byStatus.set({ status: 'queued' }, queued);
    byStatus.set({ status: 'processing' }, processing);
    byStatus.set({ status: 'quarantined' }, quarantined);
    depth.set(ready);
    oldest.set(first ? Math.max(0, now.getTime() - first.availableAt.getTime()) / 1000 : 0);
    for (const [i, state] of states.entries()) notices.set({ state }, unsent[i] ?? 0);
    late.set(schedules);
  };

  return {
    async read() {
      if (performance.now() - readAt < FRESH) return;
      try {
        await look();
        reachable.set(1);
        readAt = performance.now();
      } catch (error) {
        // The rest is worth having when the database is away: then above all.
        log.warn({ err: error }, 'numbers for /metrics could not be read');
        reachable.set(0);
      }
    },
  };
}
