import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import { fail } from '../errors/index.ts';

/**
 * Spool and follow: the produced bytes go to a file of this machine while the upload follows it as it grows. The
 * producer never waits for the network, memory stays flat, and a retry reads the same bytes again.
 */

/** Bytes read from the spool at a time. */
const CHUNK = 256 * 1024;

/** What only the producer knows about a finished file. */
export interface ContentFacts {
  /** Hex, lower case. */
  readonly sha256?: string | undefined;
  readonly rows?: number | undefined;
}

export interface ContentSummary extends ContentFacts {
  readonly bytes: number;
}

/** Content that can be read from the start any number of times, also while it is still produced. */
export interface SpoolReader {
  /** Bytes that can be read already. */
  readonly bytesSoFar: number;
  /** Set once production ended well; from then on the size is known. */
  readonly finished: ContentSummary | undefined;
  /** Set once production failed, with its error. */
  readonly failure: { readonly error: unknown } | undefined;
  /**
   * All bytes from the start, waiting for more while the file grows; ends when production ended. Throws the producer's
   * error when production failed. Chunks are at most 256 KiB and belong to the reader. Abort stops the reading only.
   */
  chunks(signal?: AbortSignal): AsyncGenerator<Buffer, void, void>;
  /** Waits for the end of production; rejects with its error. Abort stops the waiting only. */
  summary(signal?: AbortSignal): Promise<ContentSummary>;
}

export interface SpoolOptions {
  /** Keep the file once it is finished, e.g. for download. Default false: it is deleted when the spool is disposed of. */
  readonly keep?: boolean;
}

/** Makes the spool file (and its folder). An existing file is replaced. */
export async function createSpool(path: string, options: SpoolOptions = {}): Promise<Spool> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return new Spool(path, await open(path, 'w', 0o600), options.keep ?? false);
  } catch (error) {
    return failMachine(error, path, 0);
  }
}

type State =
  | { readonly is: 'growing' }
  | { readonly is: 'finished'; readonly summary: ContentSummary }
  | { readonly is: 'failed'; readonly error: unknown };

/**
 * A file that is written once and read many times. Write with {@link write} or through {@link writable}, then say
 * {@link finish} or {@link fail}; until then readers wait.
 */
export class Spool implements SpoolReader, AsyncDisposable {
  #path: string;
  readonly #handle: FileHandle;
  readonly #keep: boolean;
  #written = 0;
  #state: State = { is: 'growing' };
  #waiting: (() => void)[] = [];
  #open = true;
  #last: Promise<unknown> = Promise.resolve();
  /** The deletion of the file after a failure. */
  #cleared: Promise<void> = Promise.resolve();
  #moving: Promise<void> = Promise.resolve();

  constructor(path: string, handle: FileHandle, keep: boolean) {
    this.#path = path;
    this.#handle = handle;
    this.#keep = keep;
  }

  /** Where the file is now. */
  get path(): string {
    return this.#path;
  }

  get bytesSoFar(): number {
    return this.#written;
  }

  /** Gives the finished file another name, in the same folder. Who reads it goes on, who comes later finds it there. */
  async moveTo(path: string): Promise<void> {
    if (path === this.#path) return;
    this.#moving = rename(this.#path, path).then(
      () => {
        this.#path = path;
      },
      error => failMachine(error, path, this.#written),
    );
    await this.#moving;
  }

  async #toRead(): Promise<FileHandle> {
    for (;;) {
      const path = this.#path;
      try {
        return await open(path, 'r');
      } catch (error) {
        await this.#moving;
        if (path === this.#path) throw error;
      }
    }
  }

  #throwIfFailed(): void {
    if (this.#state.is === 'failed') throw this.#state.error;
  }

  get finished(): ContentSummary | undefined {
    return this.#state.is === 'finished' ? this.#state.summary : undefined;
  }

  get failure(): { readonly error: unknown } | undefined {
    return this.#state.is === 'failed' ? { error: this.#state.error } : undefined;
  }

  /** Appends; resolves when the bytes can be read. A full disk fails the spool and frees what it took. */
  write(chunks: Buffer | readonly Buffer[]): Promise<void> {
    const list = Array.isArray(chunks) ? chunks : [chunks as Buffer];
    const done = this.#last.then(() => this.#append(list));
    this.#last = done.catch(() => {});
    return done;
  }

  async #append(list: readonly Buffer[]): Promise<void> {
    this.#throwIfFailed();
    if (this.#state.is === 'finished') throw new Error('the spool is finished');
    let rest = list.filter(b => b.length > 0);
    while (rest.length > 0) {
      let taken: number;
      try {
        taken = (await this.#handle.writev(rest, this.#written)).bytesWritten;
      } catch (error) {
        const coded = machineError(error, this.path, this.#written);
        await this.fail(coded);
        throw coded;
      }
      this.#written += taken;
      rest = after(rest, taken);
      this.#wake();
    }
  }

  /**
   * A stream into the spool, for `pipeline`. Its end does not finish the spool (the facts about the content may come
   * later): say {@link finish}. Its failure fails the spool.
   */
  writable(): Writable {
    return new Writable({
      highWaterMark: 1024 * 1024,
      write: (chunk: Buffer, _encoding, done) => {
        this.write(chunk).then(() => done(), done);
      },
      writev: (chunks, done) => {
        this.write(chunks.map(c => c.chunk as Buffer)).then(() => done(), done);
      },
      destroy: (error, done) => {
        if (error)
          this.fail(error).then(
            () => done(error),
            () => done(error),
          );
        else done(null);
      },
    });
  }

  /** Production ended well. Readers end after the last byte. */
  async finish(facts: ContentFacts = {}): Promise<ContentSummary> {
    await this.#last;
    // Whoever learns of the failure here finds the file gone.
    await this.#cleared;
    this.#throwIfFailed();
    if (this.#state.is === 'finished') return this.#state.summary;
    const summary = { ...facts, bytes: this.#written };
    // Only now is it the whole file that a retry after a crash could resend.
    await this.#close();
    this.#state = { is: 'finished', summary };
    this.#wake();
    return summary;
  }

  /** Production failed: readers throw this error, and the file is deleted. */
  async fail(error: unknown): Promise<void> {
    if (this.#state.is === 'growing') {
      this.#state = { is: 'failed', error };
      this.#wake();
      this.#cleared = this.#close().then(() => rm(this.path, { force: true }));
    }
    await this.#cleared;
  }

  async *chunks(signal?: AbortSignal): AsyncGenerator<Buffer, void, void> {
    this.#throwIfFailed();
    await using file = await this.#toRead();
    let position = 0;
    for (;;) {
      signal?.throwIfAborted();
      this.#throwIfFailed();
      if (position < this.#written) {
        const chunk = await readAt(file, position, Math.min(CHUNK, this.#written - position));
        position += chunk.length;
        yield chunk;
      } else if (this.#state.is === 'finished') return;
      else await this.#change(signal);
    }
  }

  async summary(signal?: AbortSignal): Promise<ContentSummary> {
    for (;;) {
      signal?.throwIfAborted();
      this.#throwIfFailed();
      if (this.#state.is === 'finished') return this.#state.summary;
      await this.#change(signal);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state.is === 'growing') await this.fail(new Error('the spool was closed before it was finished'));
    await this.#last;
    await this.#cleared;
    await this.#close();
    if (!this.#keep) await rm(this.path, { force: true });
  }

  /** Resolves at the next write, the end, or a failure. */
  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = () => reject(signal?.reason);
      signal?.addEventListener('abort', aborted, { once: true });
      this.#waiting.push(() => {
        signal?.removeEventListener('abort', aborted);
        resolve();
      });
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }
}

/** A file that is finished already (a kept one), as content to deliver. */
export async function finishedFile(path: string, facts: ContentFacts = {}): Promise<SpoolReader> {
  const { size } = await stat(path).catch((error: unknown) => failMachine(error, path, 0));
  const finished = { ...facts, bytes: size };
  return {
    bytesSoFar: size,
    finished,
    failure: undefined,
    summary: async () => finished,
    async *chunks(signal) {
      await using file = await open(path, 'r');
      for (let position = 0; position < size; ) {
        signal?.throwIfAborted();
        const chunk = await readAt(file, position, Math.min(CHUNK, size - position));
        position += chunk.length;
        yield chunk;
      }
    },
  };
}

/** A short text (a manifest) as content to deliver. */
export function textContent(text: string, facts: ContentFacts = {}): SpoolReader {
  const bytes = Buffer.from(text);
  const finished = { ...facts, bytes: bytes.length };
  return {
    bytesSoFar: bytes.length,
    finished,
    failure: undefined,
    summary: async () => finished,
    async *chunks() {
      if (bytes.length > 0) yield Buffer.from(bytes);
    },
  };
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafeSlow(bytes);
  const { bytesRead } = await file.read(chunk, 0, bytes, position);
  if (bytesRead === 0) throw new Error('the file became shorter while it was read');
  return chunk.subarray(0, bytesRead);
}

function after(list: readonly Buffer[], taken: number): Buffer[] {
  let skip = taken;
  const rest: Buffer[] = [];
  for (const b of list) {
    if (skip >= b.length) skip -= b.length;
    else {
      rest.push(skip === 0 ? b : b.subarray(skip));
      skip = 0;
    }
  }
  return rest;
}

function machineError(error: unknown, path: string, bytes: number): unknown {
  try {
    return failMachine(error, path, bytes);
  } catch (coded) {
    return coded;
  }
}

function failMachine(error: unknown, path: string, bytes: number): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') fail('spool-disk-full', { path, bytes }, {}, error);
  fail('spool-failed', { path, detail: error instanceof Error ? error.message : String(error) }, {}, error);
}
