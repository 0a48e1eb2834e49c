import { type PreparedExport, prepareExport } from '@waybill/engine';
import { parseExport } from '@waybill/engine/definition';
import { lastSuccess, type RunFolders, runFolders } from '@waybill/engine/local-runs';
import { Temporal } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { kindOfNamedFile, readNamedFile } from '../workspace/read-file.ts';
import { askedMoment } from './run-moment.ts';

export interface NamedExport {
  readonly workspace: Workspace;
  readonly file: string;
  readonly text: string;
  /** Undefined when the file is too broken to tell. */
  readonly name: string | undefined;
  readonly folders: RunFolders | undefined;
}

/** Reads an export that a person named, and finds the workspace that it belongs to. */
export function openNamedExport(io: Io, file: string, options: GlobalOptions): NamedExport {
  kindOfNamedFile(file, 'export');
  const text = readNamedFile(io.cwd, file);
  const workspace = locateWorkspace(io, options, file);
  const name = parseExport(text, file).value?.name;
  return { workspace, file, text, name, folders: name === undefined ? undefined : runFolders(workspace.folder, name) };
}

/** Checks it for a run at the moment asked for; throws what is wrong with it. */
export async function prepareNamedExport(
  { workspace, file, text, folders }: NamedExport,
  asked: { readonly at?: string; readonly day?: string },
): Promise<PreparedExport> {
  const { runAt, runDay } = askedMoment(asked);
  const last = folders === undefined ? undefined : await lastSuccess(folders.journal);
  return prepareExport({
    workspace,
    text,
    file,
    runAt,
    runDay,
    lastSuccess: last === undefined ? undefined : Temporal.Instant.from(last),
  });
}
