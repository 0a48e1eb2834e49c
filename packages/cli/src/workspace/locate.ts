import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail } from '@waybill/engine/errors';
import { loadWorkspace, requireWorkspace, type Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';

/** The workspace that `--workspace` names, or that the file or the current folder belongs to. */
export function workspaceFolder(io: Io, { workspace }: GlobalOptions, file?: string): string {
  if (workspace !== undefined) {
    const folder = resolve(io.cwd, workspace);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) fail('no-such-folder', { folder: workspace });
    return requireWorkspace(folder);
  }
  return requireWorkspace(file === undefined ? io.cwd : dirname(resolve(io.cwd, file)));
}

/** As {@link workspaceFolder}, loaded. What is wrong with it is in its `problems`. */
export const locateWorkspace = (io: Io, options: GlobalOptions, file?: string): Workspace =>
  loadWorkspace(workspaceFolder(io, options, file), { env: io.env, cwd: io.cwd });
