import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Problem, problem, WaybillError } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import type { Io } from '../io.ts';
import { type Check, finding } from './check.ts';

/** What others than the owner may do with a file. */
const OTHERS = 0o077;

/** Whether the secrets of the workspace are there, and read by nobody but their owner (K1, Q1). */
export function lookAtSecrets(io: Io, workspace: Workspace): readonly Check[] {
  return [...hashKey(workspace), ...secretFiles(io, join(workspace.folder, '.waybill', 'secrets'))];
}

/** The secrets of sources and destinations are told with these. */
function hashKey(workspace: Workspace): readonly Check[] {
  if (workspace.config.protect?.hash_key === undefined) return [];
  try {
    workspace.hashKey();
    return [finding('secrets', 'protect.hash_key', 'there', [])];
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error;
    return [finding('secrets', 'protect.hash_key', 'cannot be used', error.problems)];
  }
}

function secretFiles(io: Io, folder: string): readonly Check[] {
  const problems: Problem[] = [];
  let count = 0;
  try {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      const mode = statSync(file).mode & 0o777;
      count++;
      if (process.platform === 'win32' || (mode & OTHERS) === 0) continue;
      const params = { file: relative(io.cwd, file) || file, mode: mode.toString(8).padStart(4, '0') };
      problems.push(problem('secret-exposed-file', params));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (count === 0) return [];
  const detail =
    problems.length === 0 ? `${count} for you alone` : `${problems.length} of ${count} can be read by others`;
  return [finding('secrets', '.waybill/secrets', detail, problems)];
}
