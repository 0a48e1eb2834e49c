import type { RunEvent, RunView } from '@waybill/api';
import type { ServiceContext } from '../context.ts';
import { isOver } from '../queue/run-state.ts';
import { getRun } from '../runs/list-runs.ts';

/** Milliseconds between two looks at the database: other processes give no signal. */
const LOOK_EVERY = 1000;
/** Milliseconds between two events about progress, which may come many times a second. */
const AT_MOST_EVERY = 200;
/** Lines of the log that are read in one go. */
const LINES = 500;

export interface WatchRequest {
  readonly run: string;
  /** The id of the last event that is known; garbage counts as none. */
  readonly lastEventId?: string | undefined;
  /** Ends the events, without `end`. */
  readonly signal: AbortSignal;
}

/**
 * What happens to a run until it is over: `run` with all of it at first and whenever something changed, `log` for each
 * line, `end` last. Each event's id is the number of the last line that was sent, so that coming back with it loses no
 * line and repeats none, in whichever process. Throws `unknown-run` before anything else.
 */
export async function watchRun(
  service: ServiceContext,
  { run, lastEventId, signal }: WatchRequest,
): Promise<AsyncIterable<RunEvent>> {
  const first = await getRun(service, run);
  const seen = /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0;
  return eventsOf(service, first, seen, signal);
}

async function* eventsOf(
  service: ServiceContext,
  first: RunView,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void, void> {
  const { id } = first;
  const changes = changesOf(service, id, signal);
  try {
    let seen = after;
    let shown = '';
    for (let view = first; ; view = await getRun(service, id)) {
      const over = isOver(view.status);
      const text = JSON.stringify(view);
      if (text !== shown && !over) {
        shown = text;
        yield { event: 'run', id: String(seen), data: view };
      }
      // Read after the run: what is over has all of its lines.
      for (;;) {
        const lines = await linesAfter(service, id, seen);
        for (const line of lines) {
          seen = line.seq;
          yield { event: 'log', id: String(seen), data: line };
        }
        if (lines.length < LINES) break;
      }
      if (over) {
        yield { event: 'end', id: String(seen), data: view };
        return;
      }
      await changes.next();
      if (signal.aborted) return;
    }
  } finally {
    changes.stop();
  }
}

async function linesAfter({ store }: ServiceContext, runId: string, seq: number) {
  const rows = await store.db.runLog.findMany({
    where: { runId, seq: { gt: seq } },
    orderBy: { seq: 'asc' },
    take: LINES,
  });
  return rows.map(row => ({
    seq: row.seq,
    at: row.at.toISOString(),
    level: row.level as 'info' | 'warning' | 'error',
    message: row.message,
  }));
}

interface Changes {
  /** Resolves when something may have changed, and a little after the time before. */
  next(): Promise<void>;
  stop(): void;
}

function changesOf({ signals }: ServiceContext, runId: string, signal: AbortSignal): Changes {
  let changed = false;
  let wake: (() => void) | undefined;
  const onChange = (id: string) => {
    if (id !== runId) return;
    changed = true;
    wake?.();
  };
  const onAbort = () => wake?.();
  signals.on('run', onChange);
  signal.addEventListener('abort', onAbort);
  const rest = (milliseconds: number, until: () => boolean) =>
    new Promise<void>(resolve => {
      const end = () => {
        clearTimeout(timer);
        wake = undefined;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      wake = () => {
        if (signal.aborted || until()) end();
      };
      wake();
    });
  return {
    async next() {
      await rest(AT_MOST_EVERY, () => false);
      await rest(LOOK_EVERY - AT_MOST_EVERY, () => changed);
      changed = false;
    },
    stop() {
      signals.off('run', onChange);
      signal.removeEventListener('abort', onAbort);
    },
  };
}
