import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createSpool, type MadeFiles } from '../delivery/index.ts';
import { fail, type Problem } from '../errors/index.ts';
import { type Encryption, openFile, type WrittenCounts } from '../file/index.ts';
import { describeWindow } from '../time/index.ts';
import { failedChecks } from './checks.ts';
import { fileNamesFor, type NamedExport } from './deliver-file.ts';
import { madeFacts } from './made-facts.ts';
import { Quarantine, SkipEmpty } from './outcomes.ts';
import { PartList } from './part-list.ts';
import type { OpenPlan } from './plan-export.ts';
import type { PreparedExport } from './prepare-export.ts';
import { produceFile, type SpooledPart } from './produce-file.ts';
import type { ProgressBoard } from './run-progress.ts';
import type { RunRequest } from './run-request.ts';

/** The files of a run, which destinations follow while they are made. */
export interface RunFiles {
  readonly parts: PartList;
  /**
   * Resolves when all of them are whole, kept under their own names, and may appear. Rejects with what failed, or with
   * what holds them back.
   */
  readonly made: Promise<MadeFiles>;
  /** Removes what was made. */
  discard(): Promise<void>;
}

export interface MakeRequest {
  readonly prepared: PreparedExport;
  readonly request: RunRequest;
  readonly open: OpenPlan;
  readonly encryption: Encryption | undefined;
  readonly named: NamedExport;
  readonly started: Date;
  readonly board: ProgressBoard;
  readonly signal: AbortSignal;
}

/** The rows and file steps, and what decides whether their outcome may be delivered. */
export function makeFiles(making: MakeRequest): RunFiles {
  const { prepared, request, open, named, board, signal } = making;
  const keepFolder = resolve(request.keepFolder);
  const query = open.compile('cells');
  const [target] = prepared.definition.deliver ?? [];
  const namesOf = (part: number | null, rows: number | null = null) =>
    fileNamesFor(prepared, named, request.runId, target, { rows, part });
  const file = openFile({
    options: prepared.fileOptions,
    columns: query.columns,
    // What an archive calls its file is written before the first row, so that name is without their number.
    entryName: part => withoutRows(namesOf(part).inner),
    modified: new Date(prepared.moment.runAt.epochMilliseconds),
    encryption: making.encryption,
  });

  const parts = new PartList();
  const spooled: SpooledPart[] = [];
  const newPart = async (part: number | null) => {
    const content = await createSpool(join(keepFolder, namesOf(part).name), { keep: true });
    const made = { part, content };
    spooled.push(made);
    return made;
  };
  /** Where the files are kept, under their whole names. */
  const keep = async () => {
    const files: MadeFiles['files'] = [];
    for (const { part, content } of spooled) {
      const { bytes = 0, sha256, rows = 0 } = content.finished ?? {};
      const { name } = namesOf(part, rows);
      await content.moveTo(join(keepFolder, name));
      files.push({ part, name, path: content.path, bytes, sha256, rows });
    }
    return files;
  };
  const make = async (): Promise<MadeFiles> => {
    const progress = ({ rows, bytes }: { rows: number; bytes: number }) => board.reading(rows, bytes);
    const counts = await produceFile(open, file, parts, newPart, signal, progress);
    board.allRead();
    const { plan } = open;
    const { sourceColumns } = open.columnFacts;
    const facts = madeFacts(plan, query, counts, { sourceColumns, started: making.started, file });
    if (counts.rows === 0 && whenEmpty(making) === 'skip') throw new SkipEmpty(facts);
    const problems = await problemsOf(making, counts);
    const made = { ...facts, files: await keep() };
    if (problems.length > 0) throw new Quarantine(made, problems);
    await request.onMade?.(made);
    return made;
  };

  return {
    parts,
    made: make(),
    async discard() {
      for (const { content } of spooled) await rm(content.path, { force: true });
    },
  };
}

const withoutRows = (name: string): string => name.replaceAll(/[-_. ]?\{rows\}/g, '').replace(/^(?=\.)/, 'rows');

/** O7: what becomes of a file without rows. */
function whenEmpty({ prepared, open }: MakeRequest): 'send' | 'skip' {
  const { on_empty, name } = prepared.definition;
  const { window } = open.plan;
  if (on_empty === 'fail') fail('export-empty', { export: name, window: window && describeWindow(window) });
  return on_empty === 'skip' ? 'skip' : 'send';
}

/** O7: what the checks before delivery say. */
async function problemsOf(
  { prepared, request, open, signal }: MakeRequest,
  { rows }: WrittenCounts,
): Promise<readonly Problem[]> {
  const { checks } = prepared.definition;
  if (!checks || request.skipChecks === true) return [];
  const emptyCells = checks.nulls === undefined ? {} : await open.emptyCells(signal);
  const { columnFacts, storedColumns } = open;
  return failedChecks(checks, { rows, ...columnFacts, storedColumns, emptyCells }, request.before ?? []);
}
