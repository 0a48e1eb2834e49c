import { fail } from '@waybill/engine/errors';
import type { ProgressBar } from '../render/progress-bar.ts';

/** Makes the demo data in a DuckDB file (K9), and shows how far it is; gives the rows of each table. */
export async function makeDemoData(
  file: string,
  customers: number,
  signal: AbortSignal,
  bar: ProgressBar,
): Promise<ReadonlyMap<string, number>> {
  const { writeDuckDb } = await import('@waybill/demo');
  try {
    return await writeDuckDb({
      file,
      customers,
      signal,
      onProgress: ({ table, done, total }) =>
        bar.update({ label: 'demo data', percent: (100 * done) / total, detail: table }),
    });
  } catch (error) {
    // Only the disk can keep made-up rows from being written; all else is a fault of the generator.
    const detail = error instanceof Error ? error.message : String(error);
    if (!/no space left|ENOSPC|could not write|cannot open file|IO Error/i.test(detail)) throw error;
    return fail('file-unwritable', { file, detail: detail.split('\n')[0] ?? detail }, {}, error);
  }
}
