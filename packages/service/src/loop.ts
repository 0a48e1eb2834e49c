import type { Logger } from 'pino';

/** Something that is done again and again. */
export interface Loop {
  /** Stops it; resolves when the work at hand has ended. */
  stop(): Promise<void>;
}

export interface LoopRequest {
  /** For the log. */
  readonly name: string;
  /** Milliseconds between the end of one round and the next. */
  readonly every: number;
  readonly log: Logger;
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Subscribes to what makes a round come at once; gives what unsubscribes. */
  readonly wakeOn?: (wake: () => void) => () => void;
}

/** The longest wait after rounds that failed. */
const LONGEST = 15_000;

/**
 * Rounds of work, one at a time. A round that throws (a database that restarts) is logged and tried again, less and less
 * often: the loop itself never ends by it.
 */
export function startLoop({ name, every, log, work, wakeOn }: LoopRequest): Loop {
  const stopping = new AbortController();
  let wakeUp: (() => void) | undefined;
  let woken = false;
  const wake = () => {
    woken = true;
    wakeUp?.();
  };
  const unsubscribe = wakeOn?.(wake);
  stopping.signal.addEventListener('abort', () => wakeUp?.(), { once: true });

  const rest = (milliseconds: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(done, milliseconds);
      function done() {
        clearTimeout(timer);
        wakeUp = undefined;
        resolve();
      }
      wakeUp = done;
      if (woken || stopping.signal.aborted) done();
    });

  const running = (async () => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      woken = false;
      try {
        await work(stopping.signal);
        if (failures > 0) log.info({ loop: name }, `${name} works again`);
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) break;
        failures++;
        log.error({ loop: name, err: error, failures }, `${name} failed, and will try again`);
        woken = false;
      }
      await rest(failures === 0 ? every : Math.min(LONGEST, Math.max(every, 250) * 2 ** Math.min(failures, 10)));
    }
  })();

  return {
    async stop() {
      stopping.abort();
      unsubscribe?.();
      await running;
    },
  };
}
