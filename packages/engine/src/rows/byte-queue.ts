/** A chunk handed on has at least this many bytes, but for the last. */
const LEAST = 256 * 1024;
/** …and at most this many. */
const MOST = 1024 * 1024;

/** The source of the bytes: told to wait when the consumer is slow. */
export interface Producer {
  pause(): void;
  resume(): void;
}

/**
 * Bytes that a socket pushes, for a consumer that pulls: gathers small chunks into large ones and pauses the socket
 * when the consumer lags, so that memory stays flat (X4): about 2 MiB are held.
 */
export class ByteQueue {
  readonly #producer: Producer;
  #parts: Buffer[] = [];
  #size = 0;
  #paused = false;
  #ended = false;
  #discarding = false;
  #error: unknown;
  #wake: (() => void) | undefined;

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  push(chunk: Buffer): void {
    if (this.#ended || this.#discarding || chunk.length === 0) return;
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= MOST && !this.#paused) {
      this.#paused = true;
      this.#producer.pause();
    }
    if (this.#size >= LEAST) this.#wake?.();
  }

  /** Nobody wants the rest: the producer runs freely to its end, and what it gives is dropped. */
  discard(): void {
    this.#discarding = true;
    this.#parts = [];
    this.#size = 0;
    if (this.#paused) this.#producer.resume();
    this.#paused = false;
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** What was gathered is dropped; the consumer gets the error at once. */
  fail(error: unknown): void {
    if (this.#ended) return;
    this.#error = error ?? new Error('failed without a reason');
    this.#ended = true;
    this.#parts = [];
    this.#size = 0;
    this.#wake?.();
  }

  /** The next large chunk, or undefined at the end. Throws what `fail` was given. One caller at a time. */
  async next(): Promise<Buffer | undefined> {
    while (!this.#ended && this.#size < LEAST)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    this.#wake = undefined;
    if (this.#error !== undefined) throw this.#error;
    if (this.#size === 0) return undefined;
    let taken = 0;
    let bytes = 0;
    for (const part of this.#parts) {
      if (taken > 0 && bytes + part.length > MOST) break;
      bytes += part.length;
      taken += 1;
    }
    const parts = this.#parts.splice(0, taken);
    this.#size -= bytes;
    if (this.#paused && this.#size < MOST) {
      this.#paused = false;
      this.#producer.resume();
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : Buffer.concat(parts, bytes);
  }
}
