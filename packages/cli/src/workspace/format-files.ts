import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatText, parseYaml } from '@waybill/engine/definition';
import { fail, type Problem, problem } from '@waybill/engine/errors';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { expandFolders, filesOfWorkspace } from './files-of.ts';
import { workspaceFolder } from './locate.ts';
import { kindOfNamedFile, readNamedFile } from './read-file.ts';

export interface FormattedFile {
  readonly file: string;
  readonly text: string;
  readonly changed: boolean;
}

/** Puts files into the canonical form; a file that is no valid YAML is a problem and stays as it is. */
export function formatFiles(
  io: Io,
  options: GlobalOptions,
  named: readonly string[],
  { write, check }: { readonly write: boolean; readonly check: boolean },
): { readonly files: readonly FormattedFile[]; readonly problems: readonly Problem[] } {
  const paths =
    named.length > 0 ? expandFolders(io.cwd, named) : filesOfWorkspace(workspaceFolder(io, options), io.cwd);
  const files: FormattedFile[] = [];
  const problems: Problem[] = [];
  for (const file of paths) {
    const kind = kindOfNamedFile(file);
    const before = readNamedFile(io.cwd, file);
    const formatted = formatText(before, kind, parseYaml(before, file));
    if (!formatted.ok) {
      problems.push(...formatted.problems);
      continue;
    }
    const { text } = formatted;
    const changed = text !== before;
    files.push({ file, text, changed });
    if (changed && check) problems.push(problem('not-formatted', { file }, { place: { file } }));
    if (changed && write) writeInPlace(resolve(io.cwd, file), file, text);
  }
  return { files, problems };
}

function writeInPlace(path: string, file: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    fail('file-unwritable', { file, detail: code }, { place: { file } }, error);
  }
}
