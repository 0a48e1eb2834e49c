import type { OutputColumn } from './rows/index.ts';
import { fileNamesFor } from './run/deliver-file.ts';
import { openPlan, planExport } from './run/plan-export.ts';
import type { PreparedExport } from './run/prepare-export.ts';

/** What a form or a chat shows of an export before it exists: the names of its file and its columns, never a row. */

/**
 * Name that the file, or its first part, would have for each destination, or for download. No database is asked.
 * @throws what is wrong with its window on the run's day.
 */
export function fileNamesOf(prepared: PreparedExport, runId: string): readonly string[] {
  const plan = planExport(shapeOnly(prepared));
  const part = prepared.fileOptions.split ? 1 : null;
  const { deliver = [] } = prepared.definition;
  const targets = deliver.length === 0 ? [undefined] : deliver;
  return targets.map(target => fileNamesFor(prepared, plan, runId, target, { rows: null, part }).path);
}

/** Headers and types of the file's columns. Asks the source for its tables' columns; abort cancels that. */
export async function columnsOf(prepared: PreparedExport, signal: AbortSignal): Promise<readonly OutputColumn[]> {
  const plan = planExport(shapeOnly(prepared));
  await using open = await openPlan(prepared, plan, signal);
  return open.compile('cells').columns;
}

/** A customer list of a million ids changes neither names nor columns. */
const shapeOnly = (prepared: PreparedExport): PreparedExport => ({
  ...prepared,
  definition: { ...prepared.definition, audience: undefined },
});
