import { setTimeout as pause } from 'node:timers/promises';

/** Slack takes about one message a second for a channel, updates included. Milliseconds. */
const GAP = 1000;
const MOST_REMEMBERED = 5000;

/** Keeps messages of one channel apart (L6): what has to be said waits for its turn, progress is left out instead. */
export class Pace {
  readonly #next = new Map<string, number>();
  readonly #gap: number;

  constructor(gap = GAP) {
    this.#gap = gap;
  }

  /** Waits for the channel's next turn, and takes it. */
  async turn(channel: string): Promise<void> {
    const wait = this.#take(channel);
    if (wait > 0) await pause(wait);
  }

  /** Takes a turn that is free now; false when none is. */
  isFree(channel: string): boolean {
    if ((this.#next.get(channel) ?? 0) > performance.now()) return false;
    this.#take(channel);
    return true;
  }

  /** Milliseconds until the turn that this takes. */
  #take(channel: string): number {
    const now = performance.now();
    const at = Math.max(now, this.#next.get(channel) ?? 0);
    if (this.#next.size >= MOST_REMEMBERED) {
      for (const [key, next] of this.#next) if (next < now) this.#next.delete(key);
    }
    this.#next.set(channel, at + this.#gap);
    return at - now;
  }
}
