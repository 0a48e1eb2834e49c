import { createReadStream } from 'node:fs';
import type { PipeReader } from './fifo.ts';

/** In bytes. */
const CHUNK = 1024 * 1024;

/** Reads a file that is being written as if it were a pipe, from the time when it is whole. */
export function readSpool(path: string): PipeReader {
  let chunks: AsyncIterator<Buffer> | undefined;
  let settle: { resolve: () => void; reject: (error: unknown) => void };
  const whole = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  whole.catch(() => {});
  return {
    async next() {
      await whole;
      chunks ??= createReadStream(path, { highWaterMark: CHUNK })[Symbol.asyncIterator]();
      const { value, done } = await chunks.next();
      return done ? undefined : value;
    },
    end: () => settle.resolve(),
    fail(error) {
      settle.reject(error);
      void chunks?.return?.();
      chunks = { next: () => Promise.reject(error) };
    },
  };
}
