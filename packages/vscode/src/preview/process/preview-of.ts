import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { maxWindowOf, type PreparedExport, type PreviewRequest, prepareExport, previewExport } from '@waybill/engine';
import { parseExport } from '@waybill/engine/definition';
import { fail, WaybillError } from '@waybill/engine/errors';
import { lastSuccess, runFolders } from '@waybill/engine/local-runs';
import { firingInWords, instantInZone, scheduleListing } from '@waybill/engine/schedule';
import { type Checked, describeWindow, Temporal } from '@waybill/engine/time';
import { loadWorkspace, requireWorkspace } from '@waybill/engine/workspace';
import type { PreviewAsked, PreviewResult, Step } from '../protocol.ts';
import { previewByCommand, type SourceAnswer } from './by-command.ts';
import { laterOf, layoutOf } from './file-words.ts';
import { samplesOf } from './samples.ts';
import { shownProblem } from './shown-problem.ts';

/**
 * The preview that `waybill preview` makes (V6), with the texts that the editor holds unsaved in place of the files.
 * @throws WaybillError with everything that is wrong, each at its place.
 */
export async function previewOf(
  asked: PreviewAsked,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<PreviewResult> {
  onStep('checking');
  const now = Temporal.Now.instant();
  const prepared = await prepare(asked, now);
  const { definition, workspace, fileOptions, moment } = prepared;
  const { preview, notes } = await askSource(prepared, asked, signal, onStep);
  const listing = must(
    scheduleListing(definition, {
      timezone: moment.timezone,
      from: now,
      maxWindow: maxWindowOf(workspace),
      lastSuccess: prepared.lastSuccess,
    }),
  );
  const columns = preview.columns.map(({ header, type }) => ({ header, type }));
  const table = preview.table.map(row => [...row]);
  return {
    name: definition.name,
    columns,
    table,
    bytes: new Uint8Array(preview.bytes),
    layout: layoutOf(fileOptions),
    sql: preview.sql,
    window: preview.window,
    fileNames: [...preview.fileNames],
    later: laterOf(fileOptions),
    schedule: {
      words: listing.words,
      firings:
        (definition.schedule ?? 'now') === 'now'
          ? []
          : listing.firings.map(firing => ({ ...firingInWords(firing, moment.timezone) })),
    },
    estimatedRows: preview.estimatedRows ?? null,
    complete: preview.table.length < asked.rows,
    masked: [...preview.masked],
    samples: samplesOf(prepared, { columns, table }),
    warnings: prepared.warnings.map(one => shownProblem(one, asked.file)),
    notes,
  };
}

/** Where nobody names a command. Not on Windows, which would look for it in the workspace first (Q2). */
const GUESS = process.platform === 'win32' ? undefined : 'waybill';

/** A package of the extension without DuckDB, or without any driver. */
const WITHOUT_DRIVER = ['duckdb-missing', 'drivers-missing'];

/** Asks the source itself, or has an installed `waybill` do so where its driver is not here. */
async function askSource(
  prepared: PreparedExport,
  asked: PreviewAsked,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<{ readonly preview: SourceAnswer; readonly notes: string[] }> {
  const { rows, showPersonalData, command } = asked;
  try {
    return { preview: await ownAnswer(prepared, { rows, showPersonalData, signal, onStep }), notes: [] };
  } catch (error) {
    const by = command ?? GUESS;
    if (!(error instanceof WaybillError && WITHOUT_DRIVER.includes(error.code)) || by === undefined) throw error;
    try {
      return await previewByCommand(by, asked, prepared.workspace.folder, signal, onStep);
    } catch (failure) {
      // Nobody named a command: that there is none on the PATH is no news.
      const isGuess = command === undefined && failure instanceof WaybillError;
      throw isGuess && failure.code === 'waybill-command-failed' ? error : failure;
    }
  }
}

async function ownAnswer(prepared: PreparedExport, request: PreviewRequest): Promise<SourceAnswer> {
  const { window, ...preview } = await previewExport(prepared, request);
  if (!window) return { ...preview, window: null };
  const { by, from, until, timezone } = window;
  return {
    ...preview,
    window: {
      by,
      words: describeWindow(window),
      from: from && instantInZone(from, timezone),
      until: instantInZone(until, timezone),
    },
  };
}

/** Checks the export for a run now, in the workspace that it belongs to. */
async function prepare(asked: PreviewAsked, now: Temporal.Instant): Promise<PreparedExport> {
  const folder = requireWorkspace(dirname(asked.file));
  const unsaved = new Map(asked.unsaved);
  const workspace = loadWorkspace(folder, { cwd: folder, unsaved });
  const file = relative(folder, asked.file);
  const text = unsaved.get(asked.file) ?? readExport(asked.file, file);
  const name = parseExport(text, file).value?.name;
  const last = name === undefined ? undefined : await lastSuccess(runFolders(folder, name).journal);
  return prepareExport({
    workspace,
    text,
    file,
    runAt: now,
    lastSuccess: last === undefined ? undefined : Temporal.Instant.from(last),
  });
}

function readExport(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return fail('file-unreadable', { file, detail: code }, { place: { file } }, error);
  }
}

/** What was checked already has a value; if it has none after all, what is wrong is thrown. */
function must<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value;
  const [first, ...rest] = checked.problems;
  throw new WaybillError([first.problem, ...rest.map(({ problem }) => problem)]);
}
