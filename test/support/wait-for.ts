import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions {
  /** Milliseconds until it gives up; default 10 s. */
  readonly timeout?: number;
  /** Milliseconds between two looks; default 20. */
  readonly interval?: number;
}

/**
 * Waits until `look` gives something other than false, undefined or null, and gives that. A `look` that throws
 * is asked again; when time is up, the last thing it threw is the cause.
 */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  { timeout = 10_000, interval = 20 }: WaitOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found as NonNullable<Exclude<T, false>>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) throw new Error(`Waited ${timeout} ms in vain for ${what}`, { cause: last });
    await pause(interval);
  }
}
