/** SHA-256 on a thread of its own. */
import { Worker } from 'node:worker_threads';

/**
 * The thread's program as text, so that it runs the same from source, from the build and from a bundle, where no
 * worker file would stand beside this one. It gives each carrier back for another use, and answers `end` with the digest.
 */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const hash = require('node:crypto').createHash('sha256');
parentPort.on('message', message => {
  if (message === 'end') parentPort.postMessage(hash.digest('hex'));
  else { hash.update(message); parentPort.postMessage(message, [message.buffer]); }
});
`;

/** Bytes that go to the thread at a time, gathered from chunks of any size. */
const CARRIER = 512 * 1024;
/** Buffers that carry bytes to the thread and back; the writer waits while all are with the thread. */
const MOST_CARRIERS = 4;
/** The thread keeps nothing, so its garbage collector needs no room for youth. */
const LIMITS = { maxYoungGenerationSizeMb: 2 };

export interface HashThread {
  /** Takes a copy of the bytes; resolves when it has all of them. */
  update(chunk: Buffer): Promise<void>;
  digest(): Promise<string>;
  /** Ends the thread whether it is done or not. */
  stop(): void;
}

export function hashThread(): HashThread {
  // Without the parent's arguments: a loader that it runs under is no business of this program.
  const worker = new Worker(PROGRAM, { eval: true, execArgv: [], name: 'waybill-sha256', resourceLimits: LIMITS });
  let failure: Error | undefined;
  let room: PromiseWithResolvers | undefined;
  const digest = withResolvers<string>();
  digest.promise.catch(() => {});

  const idle: Uint8Array<ArrayBuffer>[] = [];
  let carriers = 0;
  /** The carrier that is being filled. */
  let carrier: Uint8Array<ArrayBuffer> | undefined;
  let filled = 0;

  worker.on('message', (answer: Uint8Array<ArrayBuffer> | string) => {
    if (typeof answer === 'string') return digest.resolve(answer);
    idle.push(new Uint8Array(answer.buffer));
    room?.resolve();
    room = undefined;
  });
  const end = (error: Error) => {
    failure ??= error;
    digest.reject(failure);
    room?.reject(failure);
  };
  worker.on('error', end);
  worker.on('exit', code => end(new Error(`The hash thread ended with code ${code}.`)));

  const nextCarrier = async (): Promise<Uint8Array<ArrayBuffer>> => {
    for (;;) {
      if (failure) throw failure;
      const free = idle.pop();
      if (free) return free;
      if (carriers < MOST_CARRIERS) {
        carriers++;
        return new Uint8Array(CARRIER);
      }
      room ??= withResolvers<void>();
      await room.promise;
    }
  };
  const send = () => {
    if (carrier) worker.postMessage(carrier.subarray(0, filled), [carrier.buffer]);
    carrier = undefined;
    filled = 0;
  };

  return {
    async update(chunk) {
      for (let from = 0; from < chunk.length; ) {
        carrier ??= await nextCarrier();
        const taken = chunk.subarray(from, from + CARRIER - filled);
        carrier.set(taken, filled);
        filled += taken.length;
        from += taken.length;
        if (filled === CARRIER) send();
      }
    },
    async digest() {
      send();
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
