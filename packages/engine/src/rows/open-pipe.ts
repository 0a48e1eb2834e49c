import { makeFifo, type PipeReader, readFifo } from './fifo.ts';
import { readSpool } from './spool-file.ts';

/** A path that a database may write to, and what it writes. */
export async function openPipe(path: string): Promise<PipeReader> {
  // Windows has no pipes that a program opens as if they were files.
  if (process.platform === 'win32') return readSpool(path);
  await makeFifo(path);
  return readFifo(path);
}
