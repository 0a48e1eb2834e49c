import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fail } from '@waybill/engine/errors';

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts it: a process id is given out again one day. */
  readonly began: string;
  readonly since: string;
  /** Id of its run, which also tells two holders of one process apart. */
  readonly run: string;
}

export interface Lock extends AsyncDisposable {
  readonly file: string;
  /** Runs whose process was killed, and whose lock was taken over. */
  readonly killed: readonly string[];
}

/** Enough for a stale lock or two that others replace at the same time. */
const TRIES = 5;

/**
 * Takes the lock of an export, or fails with `run-in-progress`: two runs of one export at once would deliver twice and
 * tear the windows of `since_last_success`. A lock whose process is gone is taken over.
 */
export async function takeLock(file: string, exportName: string, run: string): Promise<Lock> {
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    began: processBegan(process.pid),
    since: new Date().toISOString(),
    run,
  };
  const text = `${JSON.stringify(own)}\n`;
  const release = async () => {
    if ((await textOf(file)) === text) await rm(file, { force: true });
  };
  try {
    await mkdir(dirname(file), { recursive: true });
    for (let tries = 0; tries < TRIES; tries++) {
      const { taken, there } = await take(file, text);
      const holder = there === undefined ? undefined : holderOf(there);
      if (taken) {
        const killed = typeof holder?.run === 'string' && /^[\w-]+$/.test(holder.run) ? [holder.run] : [];
        return { file, killed, [Symbol.asyncDispose]: release };
      }
      if (holder && !isGone(holder)) {
        const { pid, host, since } = holder;
        return fail('run-in-progress', { export: exportName, pid, host, since, lock: file });
      }
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!(error instanceof Error) || typeof code !== 'string' || !('syscall' in error)) throw error;
    return fail('file-unwritable', { file, detail: code }, {}, error);
  }
  return fail('run-in-progress', { export: exportName, pid: 0, host: hostname(), since: 'now', lock: file });
}

interface Taking {
  readonly taken: boolean;
  /** What stood there before: the stale lock that was replaced, or what is in the way. */
  readonly there?: string;
}

/** Creates a lock, or puts it in the place of one whose holder is gone. */
async function take(file: string, text: string): Promise<Taking> {
  if (await createWhole(file, text)) return { taken: true };
  const there = await textOf(file);
  if (there === undefined) return { taken: false };
  const holder = holderOf(there);
  if (holder && !isGone(holder)) return { taken: false, there };
  return { taken: await replace(file, there, text), there };
}

/**
 * Puts a lock in the place of a stale one, which never leaves a moment without one. Who does it holds a lock on just that
 * stale text meanwhile: somebody who saw it too, and was slow, finds that it is there no more and leaves what is.
 */
async function replace(file: string, stale: string, text: string): Promise<boolean> {
  const claim = `${file}.${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`;
  if (!(await take(claim, text)).taken) return false;
  const draft = `${file}.${randomUUID()}`;
  try {
    if ((await textOf(file)) !== stale) return false;
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await rename(draft, file);
    return true;
  } finally {
    await rm(draft, { force: true });
    await rm(claim, { force: true });
  }
}

/** Creates the file with its text at once, so that nobody ever reads half a lock; false when there is one. */
async function createWhole(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for a file that no run wrote: nobody holds it. */
function holderOf(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    return typeof value?.pid === 'number' && typeof value.host === 'string' ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

/** True when the holder's process certainly does not run any more. Of another machine nobody here can tell. */
function isGone({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const now = processBegan(pid);
  return began !== '' && now !== '' && began !== now;
}

/** Start time of a process where the system tells it (Linux), else ''. */
function processBegan(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold anything; start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
