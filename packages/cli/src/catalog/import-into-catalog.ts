import { fail, failOnErrors, problem } from '@waybill/engine/errors';
import { changesAnything, type ImportResult, importCatalog, misfits } from '@waybill/engine/introspect';
import type { Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import type { CatalogImportOptions } from '../commands/catalog-import.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { problemJson } from '../render/problem-json.ts';
import { renderProblems, textReader } from '../render/problems.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { importJson, importLines, noteLines } from './import-lines.ts';

/** Imports, says what was written, guessed and found, and gives the exit code. */
export async function importIntoCatalog(io: Io, options: CatalogImportOptions & GlobalOptions): Promise<number> {
  const workspace = locateWorkspace(io, options);
  failOnErrors(workspace.problems);
  const source = options.source ?? onlySource(workspace);
  const result = await interruptible(io.err, signal =>
    importCatalog({
      workspace,
      source,
      write: options.check !== true,
      signal,
      ...(options.table && { only: options.table }),
      ...(options.restore && { restore: true }),
    }),
  );
  const behind = options.check ? behindOf(result) : [];
  if (options.json)
    sayJson(io.out, { ...importJson(result, options.check !== true), problems: behind.map(problemJson) });
  else {
    say(
      io.out,
      ...importLines(result, options.check !== true, io.out.colours),
      ...noteLines(result.notes, io.out.colours),
    );
    if (behind.length > 0)
      io.err.write(`\n${renderProblems(behind, { colours: io.err.colours, textOf: textReader(io.cwd) })}`);
  }
  return behind.length === 0 ? EXIT.ok : exitCodeOf(behind);
}

function onlySource(workspace: Workspace): string {
  const sources = Object.keys(workspace.config.sources);
  const [only] = sources;
  return sources.length === 1 && only !== undefined ? only : fail('import-which-source', { sources });
}

/** What `--check` fails for. */
function behindOf(result: ImportResult) {
  const findings = misfits(result).length;
  if (!changesAnything(result) && findings === 0) return [];
  return [problem('catalog-behind', { source: result.source, files: result.files.length, findings })];
}
