import { join } from 'node:path';
import { diskName } from '../workspace/index.ts';

/** Where the runs of one export leave something in the workspace. Everything below `.waybill` is this machine's own. */
export interface RunFolders {
  /** One receipt a line, of every run that finished. */
  readonly journal: string;
  /** There while a run of the export goes on. */
  readonly lock: string;
  /** Keeps the file of one run for download (R5). */
  kept(runId: string): string;
}

export function runFolders(workspaceFolder: string, exportName: string): RunFolders {
  const own = join(workspaceFolder, '.waybill');
  const name = diskName(exportName);
  return {
    journal: join(own, 'runs', `${name}.ndjson`),
    lock: join(own, 'runs', `${name}.lock`),
    kept: runId => join(own, 'files', name, runId),
  };
}
