import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Receipt } from '../delivery/index.ts';
import { fail } from '../errors/index.ts';
import { COMPARED_RUNS, type RunFacts } from '../run/checks.ts';

/**
 * The journal of an export: one receipt a line, of each run that finished. A window of `since_last_success` begins where
 * the last of them ended (D9).
 */

/** A line: the receipt, and what later checks compare with (O7). */
interface Entry extends Pick<Receipt, 'status' | 'started' | 'window' | 'rows'> {
  readonly sourceColumns?: RunFacts['sourceColumns'];
  readonly outputColumns?: RunFacts['outputColumns'];
}

/** Where the last successful run's window ended, as an instant; undefined before the first success. */
export async function lastSuccess(journal: string): Promise<string | undefined> {
  const [last] = await successes(journal, 1);
  // Without a window the run took everything up to its start.
  return last && (last.window?.to ?? last.started);
}

/** What the last successful runs found, newest first, for the checks before delivery. */
export async function earlierRuns(journal: string): Promise<readonly RunFacts[]> {
  const entries = await successes(journal, COMPARED_RUNS);
  return entries.map(({ rows, sourceColumns = {}, outputColumns }) => ({
    rows,
    sourceColumns,
    ...(outputColumns && { outputColumns }),
  }));
}

/** The last successful runs, at most so many, newest first. */
async function successes(journal: string, most: number): Promise<readonly Entry[]> {
  let text: string;
  try {
    text = await readFile(journal, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === undefined) throw error;
    return fail('file-unreadable', { file: journal, detail: code }, {}, error);
  }
  const lines = text.split('\n');
  // What follows the last line break was cut off while it was written: that run is as if it had not been noted.
  lines.pop();
  const found: Entry[] = [];
  for (let i = lines.length - 1; i >= 0 && found.length < most; i--) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const entry =
      entryOf(line) ??
      fail('journal-unreadable', { file: journal, line: i + 1 }, { place: { file: journal, line: i + 1 } });
    if (entry.status === 'success') found.push(entry);
  }
  return found;
}

function entryOf(line: string): Entry | undefined {
  try {
    const value = JSON.parse(line) as Partial<Entry> | null;
    return value !== null && typeof value === 'object' && typeof value.started === 'string'
      ? (value as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Adds a receipt, on the disk when it resolves. What an interrupted writing left at the end is taken away first. */
export async function appendReceipt(journal: string, receipt: Receipt, facts?: RunFacts): Promise<void> {
  try {
    await mkdir(dirname(journal), { recursive: true });
    const file = await open(journal, 'a+', 0o600);
    try {
      await file.truncate(await endOfLastLine(file));
      await file.appendFile(`${JSON.stringify({ ...receipt, ...columnsOf(facts) })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    fail('journal-unwritable', { file: journal, detail: code }, {}, error);
  }
}

const columnsOf = (facts: RunFacts | undefined): Partial<RunFacts> =>
  facts ? { sourceColumns: facts.sourceColumns, outputColumns: facts.outputColumns } : {};

/** Bytes up to the end of the last whole line. */
async function endOfLastLine(file: FileHandle): Promise<number> {
  const BLOCK = 64 * 1024;
  const block = Buffer.alloc(BLOCK);
  for (let end = (await file.stat()).size; end > 0; ) {
    const start = Math.max(0, end - BLOCK);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const at = block.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (at !== -1) return start + at + 1;
    end = start;
  }
  return 0;
}
