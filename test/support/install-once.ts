import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Servers that tests get for themselves; outside of the project, so that every clone can share them. */
export const CACHE = join(homedir(), '.cache', 'waybill-test');

/**
 * Fills a folder of the cache. It is made beside and then renamed, so that a run that is interrupted, or another one, leaves
 * nothing half.
 * @param make fills the folder that it is given, and says which one of it is the result.
 */
export function installOnce(folder: string, what: string, make: (making: string) => string): void {
  console.log(`Getting ${what} for the tests …`);
  mkdirSync(CACHE, { recursive: true });
  const making = mkdtempSync(join(CACHE, 'making-'));
  try {
    renameSync(make(making), folder);
  } catch (error) {
    // Another run may have been quicker.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Runs a program to its end; throws its last words when it fails. */
export function runToEnd(program: string, args: readonly string[], cwd: string): void {
  const { status, error, stderr } = spawnSync(program, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}
