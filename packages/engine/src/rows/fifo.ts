import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { ByteQueue } from './byte-queue.ts';

const run = promisify(execFile);

/** The reading end of what a database writes. */
export interface PipeReader {
  /** Bytes in large chunks, undefined at the end; the end comes only after `end` or `fail`. */
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
  const socket = new Socket({ fd: reading, readable: true, writable: false });
  const queue = new ByteQueue({ pause: () => socket.pause(), resume: () => socket.resume() });
  socket.on('data', chunk => queue.push(chunk as Buffer));
  socket.once('end', () => queue.end());
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
