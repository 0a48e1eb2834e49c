/** Bytes of a block, and so of a chunk at most. */
export const BLOCK = 1024 * 1024;
/** What waits for the consumer before the producer is paused. */
const MOST = BLOCK;

/** The source of the bytes: told to wait when the consumer is slow. */
export interface Producer {
  pause(): void;
  resume(): void;
}

/**
 * Bytes that a socket pushes, for a consumer that pulls. The producer fills blocks that come from here, and is paused when
 * the consumer lags; a block is used again when the consumer asks for the next one. So some 4 MiB are held whatever the
 * size (X4): fresh buffers that wait for a slow consumer grow old, and the garbage collector lets go of old ones only
 * when there are 64 MB of them.
 */
export class ByteQueue {
  readonly #producer: Producer;
  #waiting: { readonly block: Buffer; readonly bytes: number }[] = [];
  #size = 0;
  readonly #idle: Buffer[] = [];
  /** What the consumer has in hand. */
  #lent: Buffer | undefined;
  #paused = false;
  #ended = false;
  #discarding = false;
  #error: unknown;
  #wake: (() => void) | undefined;

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  /** A block to fill and to push. */
  block(): Buffer {
    return this.#idle.pop() ?? Buffer.allocUnsafeSlow(BLOCK);
  }

  /** Whether the consumer waits, so that a block that is filled in part is better than none. */
  get wanted(): boolean {
    return this.#wake !== undefined;
  }

  /** Gives a block whose first `bytes` are filled. */
  push(block: Buffer, bytes: number): void {
    if (this.#ended || this.#discarding || bytes === 0) {
      this.#idle.push(block);
      return;
    }
    this.#waiting.push({ block, bytes });
    this.#size += bytes;
    if (this.#size >= MOST && !this.#paused) {
      this.#paused = true;
      this.#producer.pause();
    }
    this.#wake?.();
  }

  /** Nobody wants the rest: the producer runs freely to its end, and what it gives is dropped. */
  discard(): void {
    this.#discarding = true;
    this.#waiting = [];
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
    this.#waiting = [];
    this.#size = 0;
    this.#wake?.();
  }

  /**
   * The next chunk, good until the one after it is asked for, or undefined at the end. Throws what `fail` was given. One
   * caller at a time.
   */
  async next(): Promise<Buffer | undefined> {
    if (this.#lent) this.#idle.push(this.#lent);
    this.#lent = undefined;
    while (!this.#ended && this.#waiting.length === 0)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    this.#wake = undefined;
    if (this.#error !== undefined) throw this.#error;
    const chunk = this.#waiting.shift();
    if (!chunk) return undefined;
    this.#size -= chunk.bytes;
    this.#lent = chunk.block;
    if (this.#paused && this.#size < MOST) {
      this.#paused = false;
      this.#producer.resume();
    }
    return chunk.block.subarray(0, chunk.bytes);
  }
}
