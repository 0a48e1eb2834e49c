import { relative } from 'node:path';
import type { Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { countText } from '../render/problems.ts';
import { checkFiles } from '../workspace/check-files.ts';
import { type Check, finding } from './check.ts';

/** The workspace and all that is written in it, as `validate` sees it. */
export async function lookAtWorkspace(io: Io, workspace: Workspace): Promise<readonly Check[]> {
  const options: GlobalOptions = { workspace: workspace.folder };
  const { problems, files } = await checkFiles(io, options, []);
  const where = relative(io.cwd, workspace.folder) || workspace.folder;
  return [finding('workspace', where, `${files.length} files, ${countText(problems)}`, problems)];
}
