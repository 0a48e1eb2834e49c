import type { ServiceContext } from '../context.ts';

/** How often the database is looked at while waiting: notices of other processes wake nobody here. Milliseconds. */
const LOOK = 500;

/**
 * Takes notices as soon as there are some, for at most so many milliseconds; none once the service stops, or `signal`
 * says that nobody waits for them any more.
 */
export async function waitForNotices<T>(
  { signals }: Pick<ServiceContext, 'signals'>,
  take: () => Promise<readonly T[]>,
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
): Promise<readonly T[]> {
  const until = Date.now() + most;
  let stopped = false;
  let woken = false;
  let wakeUp: (() => void) | undefined;
  const wake = () => {
    woken = true;
    wakeUp?.();
  };
  const stop = () => {
    stopped = true;
    wake();
  };
  signals.on('notice', wake);
  signals.on('stop', stop);
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      woken = false;
      if (signal.aborted) return [];
      const taken = await take();
      const left = until - Date.now();
      if (taken.length > 0 || left <= 0 || stopped) return taken;
      await new Promise<void>(resolve => {
        const timer = setTimeout(done, Math.min(LOOK, left));
        function done() {
          clearTimeout(timer);
          wakeUp = undefined;
          resolve();
        }
        wakeUp = done;
        if (woken) done();
      });
    }
  } finally {
    signals.off('notice', wake);
    signals.off('stop', stop);
    signal.removeEventListener('abort', stop);
  }
}
