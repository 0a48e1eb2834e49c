import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { BLOCK, ByteQueue } from './byte-queue.ts';

const run = promisify(execFile);

/** What a pipe holds on Linux: with less room than this, a chunk is handed on. */
const LEAST_ROOM = 64 * 1024;

/** The reading end of what a database writes. */
export interface PipeReader {
  /**
   * Bytes in large chunks, each good until the next is asked for; undefined at the end, which comes only after `end` or
   * `fail`.
   */
  next(): Promise<Buffer | undefined>;
  /** The writer has closed: what is in the pipe is read, then it ends. */
  end(): void;
  /** Closes the pipe at once; whoever still writes gets an error, and `next` throws this one. */
  fail(error: unknown): void;
}

/** Makes a named pipe that only this user can open. Windows has none of this kind. */
export async function makeFifo(path: string): Promise<void> {
  await run('mkfifo', ['-m', '600', path]);
}

/**
 * Opens the pipe for reading, without waiting for a writer. A writing end is held here as well, so that the end does
 * not come before the writer has opened the pipe, and comes for certain when `end` is called, whatever became of it.
 */
export function readFifo(path: string): PipeReader {
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let writing: number | undefined;
  try {
    writing = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    closeSync(reading);
    throw error;
  }
  const release = () => {
    if (writing !== undefined) closeSync(writing);
    writing = undefined;
  };
  // Bytes are read to where they stay: a buffer for each read, and another to join them, cost more than the reading.
  let block: Buffer = Buffer.allocUnsafeSlow(BLOCK);
  let filled = 0;
  const flush = () => {
    queue.push(block, filled);
    block = queue.block();
    filled = 0;
  };
  const socket: Socket = new Socket({
    fd: reading,
    readable: true,
    writable: false,
    onread: {
      buffer: () => block.subarray(filled),
      callback: bytes => {
        filled += bytes;
        if (BLOCK - filled < LEAST_ROOM) flush();
        return true;
      },
    },
  });
  const queue = new ByteQueue({ pause: () => socket.pause(), resume: () => socket.resume() });
  socket.once('end', () => {
    flush();
    queue.end();
  });
  socket.once('error', error => queue.fail(error));
  return {
    next: () => queue.next(),
    end: release,
    fail(error) {
      queue.fail(error);
      release();
      socket.destroy();
    },
  };
}
