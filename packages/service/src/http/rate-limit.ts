/** Milliseconds in which requests are counted. */
const WINDOW = 60_000;
/** Callers that are remembered at once; beyond, those that were quiet for a window are forgotten. */
const MOST_CALLERS = 20_000;

interface Count {
  /** Number of the window that `now` counts. */
  window: number;
  now: number;
  before: number;
}

/**
 * Counts requests in a window that slides (Q3): those of the window before count as far as it still reaches into the last
 * minute. In memory, so that each process counts for itself.
 */
export class RateLimit {
  readonly limit: number;
  readonly #counts = new Map<string, Count>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Counts a request; gives the seconds to wait when it is one too many, which then is not counted. */
  hit(caller: string, at: number): number | undefined {
    const count = this.#count(caller, at);
    const wait = this.#wait(count, at);
    if (wait === undefined) count.now++;
    return wait;
  }

  /** The seconds to wait, without counting; undefined when another request is fine. */
  look(caller: string, at: number): number | undefined {
    return this.#counts.has(caller) ? this.#wait(this.#count(caller, at), at) : undefined;
  }

  #wait(count: Count, at: number): number | undefined {
    const gone = (at % WINDOW) / WINDOW;
    if (count.before * (1 - gone) + count.now + 1 <= this.limit) return undefined;
    // Until enough of the older ones are more than a minute ago.
    const room = this.limit - 1 - count.now;
    const until =
      room >= 0 && count.before > 0 ? 1 - room / count.before : 1 + Math.max(0, 1 - (this.limit - 1) / count.now);
    return Math.max(1, Math.ceil(((until - gone) * WINDOW) / 1000));
  }

  #count(caller: string, at: number): Count {
    const window = Math.floor(at / WINDOW);
    let count = this.#counts.get(caller);
    if (!count) {
      if (this.#counts.size >= MOST_CALLERS) this.#forget(window);
      count = { window, now: 0, before: 0 };
      this.#counts.set(caller, count);
    }
    if (count.window !== window) {
      count.before = count.window === window - 1 ? count.now : 0;
      count.now = 0;
      count.window = window;
    }
    return count;
  }

  #forget(window: number): void {
    for (const [caller, count] of this.#counts) if (count.window < window - 1) this.#counts.delete(caller);
    // All of them were here within two minutes: beginning anew is kinder than refusing everybody.
    if (this.#counts.size >= MOST_CALLERS) this.#counts.clear();
  }
}
