import { statfs } from 'node:fs/promises';
import { relative } from 'node:path';
import { problem } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import type { Io } from '../io.ts';
import { formatBytes } from '../render/quantities.ts';
import { type Check, finding } from './check.ts';

/** Less than this is worth a warning: a run keeps its file on this disk. */
const LITTLE = 1_000_000_000;

/** Room on the disk of the workspace. */
export async function lookAtDisk(io: Io, workspace: Workspace): Promise<Check> {
  const { bavail, bsize } = await statfs(workspace.folder);
  const bytes = bavail * bsize;
  const free = formatBytes(bytes);
  const folder = relative(io.cwd, workspace.folder) || workspace.folder;
  const problems = bytes < LITTLE ? [problem('disk-nearly-full', { folder, free })] : [];
  return finding('disk', 'free', free, problems);
}
