import type { Duplex } from 'node:stream';
import { BLOCK, ByteQueue } from './byte-queue.ts';

const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR_RESPONSE = 0x45;

/** A chunk handed on has at least this many bytes, but for the last. */
const LEAST = 256 * 1024;

/** What this needs of the driver's connection to the server. */
export interface PgConnection {
  readonly stream: Duplex;
  parse(query: { text: string }): void;
  bind(config: object): void;
  execute(config: object): void;
  sync(): void;
}

type DataHandler = (chunk: Buffer) => void;

/**
 * `COPY … TO STDOUT` as a query of the driver, which reads the rows' frames by itself: each is five bytes of framing
 * around one row, and the driver would make an object of each. The bytes of all rows in a chunk are moved together
 * in place, and then into large blocks; everything that is not a row goes to the driver's own parser.
 *
 * The extended protocol takes one statement only, so nothing can be smuggled in behind the query (Q2).
 */
export class PostgresCopy {
  readonly #sql: string;
  #queue: ByteQueue | undefined;
  #stream: Duplex | undefined;
  #driver: DataHandler | undefined;
  /** A frame's head that the end of a chunk cut off: at most four bytes. */
  #head: Buffer = Buffer.alloc(0);
  /** Bytes left of the frame that is being read, and whether they are a row's. */
  #left = 0;
  #isRow = false;
  /** The block that rows are moved into. */
  #block: Buffer | undefined;
  #filled = 0;
  /** Rows by the command tag. */
  rows = 0;
  /** Resolves when the server is done with it, in whatever way. */
  readonly finished: Promise<void>;
  #finish: () => void = () => {};

  constructor(sql: string) {
    this.#sql = sql;
    this.finished = new Promise(resolve => {
      this.#finish = resolve;
    });
  }

  /** The rows' bytes in large chunks, each good until the next is asked for; ends when the server says that all is sent. */
  async next(): Promise<Buffer | undefined> {
    if (!this.#queue) throw new Error('the query was not submitted');
    const chunk = await this.#queue.next();
    if (chunk === undefined) await this.finished;
    return chunk;
  }

  /** Reads on without keeping anything, so that the server comes to hear of a cancellation. */
  discard(): void {
    this.#queue?.discard();
  }

  // What follows is called by the driver.

  submit(connection: PgConnection): Error | null {
    const { stream } = connection;
    const handlers = stream.listeners('data') as DataHandler[];
    if (handlers.length !== 1) return new Error('the driver reads its connection in an unknown way');
    this.#stream = stream;
    this.#driver = handlers[0];
    this.#queue = new ByteQueue({ pause: () => stream.pause(), resume: () => stream.resume() });
    stream.off('data', handlers[0] as DataHandler);
    stream.on('data', this.#read);
    connection.parse({ text: this.#sql });
    connection.bind({});
    connection.execute({});
    connection.sync();
    return null;
  }

  handleError(error: Error): void {
    this.#handBack();
    this.#queue?.fail(error);
    this.#finish();
  }

  handleCommandComplete(message: { text?: string }): void {
    this.rows = Number(/^COPY (\d+)/.exec(message.text ?? '')?.[1] ?? Number.NaN);
  }

  handleReadyForQuery(): void {
    this.#queue?.end();
    this.#finish();
  }

  // The server sends these around the rows; there is nothing to do.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}

  #handBack(): void {
    if (!this.#stream || !this.#driver) return;
    this.#stream.off('data', this.#read);
    this.#stream.on('data', this.#driver);
    this.#driver = undefined;
    this.#stream.resume();
  }

  #take(chunk: Buffer, end: number): void {
    for (let from = 0; from < end; ) {
      this.#block ??= this.#queue?.block() as Buffer;
      const taken = chunk.copy(this.#block, this.#filled, from, end);
      this.#filled += taken;
      from += taken;
      if (this.#filled === BLOCK) this.#handOn();
    }
  }

  #handOn(): void {
    if (this.#block) this.#queue?.push(this.#block, this.#filled);
    this.#block = undefined;
    this.#filled = 0;
  }

  readonly #read: DataHandler = arrived => {
    const chunk = this.#head.length === 0 ? arrived : Buffer.concat([this.#head, arrived]);
    this.#head = Buffer.alloc(0);
    const end = chunk.length;
    let at = 0;
    let kept = 0;
    for (;;) {
      if (this.#left > 0) {
        const stop = Math.min(at + this.#left, end);
        if (this.#isRow) {
          chunk.copyWithin(kept, at, stop);
          kept += stop - at;
        }
        this.#left -= stop - at;
        at = stop;
      }
      if (end - at < 5) break;
      const code = chunk[at];
      if (code === COPY_DONE || code === ERROR_RESPONSE) {
        // The rows are over. The driver's parser gets this message and whatever follows.
        const rest = chunk.subarray(at);
        const driver = this.#driver;
        this.#take(chunk, kept);
        this.#handOn();
        this.#handBack();
        driver?.(rest);
        return;
      }
      this.#left = chunk.readUInt32BE(at + 1) - 4;
      this.#isRow = code === COPY_DATA;
      at += 5;
    }
    if (at < end) this.#head = Buffer.from(chunk.subarray(at));
    this.#take(chunk, kept);
    if (this.#filled >= LEAST && this.#queue?.wanted) this.#handOn();
  };
}
