import type { Channel } from './io.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work that a person or the system may stop. The first signal aborts it, so that it can clean up; a second one
 * ends the process at once, as if nobody listened.
 */
export async function interruptible<T>(
  err: Channel,
  work: (signal: AbortSignal) => Promise<T>,
  said = 'Stopping and cleaning up; once more ends at once.',
): Promise<T> {
  const controller = new AbortController();
  const stopListening = () => {
    for (const name of SIGNALS) process.removeListener(name, onSignal);
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      stopListening();
      process.kill(process.pid, name);
      return;
    }
    controller.abort();
    if (err.isTerminal) err.write(`\n${said}\n`);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    stopListening();
  }
}
