import { rm } from 'node:fs/promises';
import { keepHeapSmall, type RunProgress, type RunResult, runExport } from '@waybill/engine';
import { appendReceipt, earlierRuns } from '@waybill/engine/local-runs';
import { takeLock } from './lock.ts';
import { type NamedExport, prepareNamedExport } from './prepare-file.ts';
import { newRunId } from './run-id.ts';

export interface RunAsked {
  readonly at?: string;
  readonly day?: string;
  /** False makes and keeps the file only. */
  readonly deliver: boolean;
  /** False delivers whatever the checks before delivery say. */
  readonly checks: boolean;
}

export interface RunWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
}

/** Runs an export under its lock and notes its receipt in the journal. After a failure nothing of it is left. */
export async function executeRun(named: NamedExport, asked: RunAsked, watch: RunWatch): Promise<RunResult> {
  // Checked before the lock is taken, so that a broken file says what is wrong with it and leaves no trace.
  await prepareNamedExport(named, asked);
  const { folders, name } = named;
  if (folders === undefined || name === undefined) throw new Error('an export that was prepared has a name');

  const runId = newRunId();
  await using lock = await takeLock(folders.lock, name, runId);
  // What a killed run had made so far is nobody's, and may hold personal data.
  for (const killed of lock.killed) await rm(folders.kept(killed), { recursive: true, force: true });
  // Once more under the lock: a run that has just ended may have moved the start of the window.
  const prepared = await prepareNamedExport(named, asked);
  // Of all formats this one leaves so much behind that it matters; the others would only take a little longer.
  if (prepared.fileOptions.format === 'xlsx') keepHeapSmall();
  const keepFolder = folders.kept(runId);
  try {
    const before = await earlierRuns(folders.journal);
    const { deliver, checks } = asked;
    const result = await runExport(prepared, { ...watch, runId, keepFolder, deliver, before, skipChecks: !checks });
    // A file that was delivered nowhere is no success that the next window could begin at.
    if (deliver) await appendReceipt(folders.journal, result.receipt, result.facts);
    if (result.status === 'skipped') await rm(keepFolder, { recursive: true, force: true });
    return result;
  } catch (error) {
    await rm(keepFolder, { recursive: true, force: true });
    throw error;
  }
}
