/** SHA-256 on a thread of its own. */
import { Worker } from 'node:worker_threads';

/**
 * The thread's program as text, so that it runs the same from source, from the build and from a bundle, where no
 * worker file would stand beside this one. It gives each chunk back for another use, and answers `end` with the digest.
 */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const hash = require('node:crypto').createHash('sha256');
parentPort.on('message', message => {
  if (message === 'end') parentPort.postMessage(hash.digest('hex'));
  else { hash.update(message); parentPort.postMessage(message, [message.buffer]); }
});
`;

/** Bytes that may wait for the thread before the writer waits for it. */
const MOST_WAITING = 4 << 20;
/** Bytes of a buffer that carries chunks to the thread and back; fresh ones would wait for the garbage collectors of both. */
const CARRIER = 1 << 20;

export interface HashThread {
  /** Takes a copy of the bytes; resolves when the thread has room for more. */
  update(chunk: Buffer): Promise<void> | undefined;
  digest(): Promise<string>;
  /** Ends the thread whether it is done or not. */
  stop(): void;
}

export function hashThread(): HashThread {
  // Without the parent's arguments: a loader that it runs under is no business of this program.
  const worker = new Worker(PROGRAM, { eval: true, execArgv: [], name: 'waybill-sha256' });
  let waiting = 0;
  let failure: Error | undefined;
  let room: PromiseWithResolvers | undefined;
  const digest = withResolvers<string>();
  digest.promise.catch(() => {});

  const carriers: ArrayBuffer[] = [];
  worker.on('message', (answer: Uint8Array<ArrayBuffer> | string) => {
    if (typeof answer === 'string') return digest.resolve(answer);
    waiting -= answer.length;
    if (answer.buffer.byteLength === CARRIER) carriers.push(answer.buffer);
    if (room && waiting < MOST_WAITING) {
      room.resolve();
      room = undefined;
    }
  });
  const end = (error: Error) => {
    failure ??= error;
    digest.reject(failure);
    room?.reject(failure);
  };
  worker.on('error', end);
  worker.on('exit', code => end(new Error(`The hash thread ended with code ${code}.`)));

  return {
    update(chunk) {
      if (failure) throw failure;
      const carrier =
        chunk.length > CARRIER ? new ArrayBuffer(chunk.length) : (carriers.pop() ?? new ArrayBuffer(CARRIER));
      const copy = new Uint8Array(carrier, 0, chunk.length);
      copy.set(chunk);
      waiting += copy.length;
      worker.postMessage(copy, [carrier]);
      if (waiting < MOST_WAITING) return undefined;
      room ??= withResolvers<void>();
      return room.promise;
    },
    async digest() {
      worker.postMessage('end');
      try {
        return await digest.promise;
      } finally {
        void worker.terminate();
      }
    },
    stop: () => void worker.terminate(),
  };
}

interface PromiseWithResolvers<T = void> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((ok, no) => {
    resolve = ok;
    reject = no;
  });
  return { promise, resolve, reject };
}
