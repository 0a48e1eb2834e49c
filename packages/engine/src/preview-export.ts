import { openFile } from './file/index.ts';
import type { Plan } from './plan/index.ts';
import type { OutputColumn, Row } from './rows/index.ts';
import { fileNamesFor } from './run/deliver-file.ts';
import { audienceOf, openPlan, planExport } from './run/plan-export.ts';
import type { PreparedExport } from './run/prepare-export.ts';

export interface PreviewRequest {
  /** Rows at most. A real export never has a limit (O6). */
  readonly rows: number;
  /** Personal data as it is; masked otherwise. */
  readonly showPersonalData: boolean;
  /** Abort cancels the query. */
  readonly signal: AbortSignal;
  /** Told what is done next. */
  readonly onStep?: (step: PreviewStep) => void;
}

/** What a preview waits for: the connection to the source, its rows, the writing of the file. */
export type PreviewStep = 'connecting' | 'reading' | 'writing';

export interface Preview {
  /** The file's exact bytes with these rows, not split, before archive and encryption. */
  readonly bytes: Buffer;
  readonly columns: readonly OutputColumn[];
  /** The same rows as cells; null is NULL. */
  readonly table: readonly Row[];
  /** The query of the real run, without the preview's limit. */
  readonly sql: string;
  readonly window: Plan['window'];
  /** Name that the file, or its first part, would have for each destination, or for download. */
  readonly fileNames: readonly string[];
  /** Rows of the real run: their number where all are here, else the database's estimate; undefined where it has none. */
  readonly estimatedRows: number | undefined;
  /** Headers of columns whose personal data was masked here and would not be in the file. */
  readonly masked: readonly string[];
}

/** The flow of a run with a row limit, delivered to the screen (V6). */
export async function previewExport(prepared: PreparedExport, request: PreviewRequest): Promise<Preview> {
  const { signal, onStep = () => {} } = request;
  const maskPersonalData = !request.showPersonalData;
  const audienceList = await audienceOf(prepared, signal);
  const whole = planExport(prepared, { audienceList });
  const plan = planExport(prepared, { audienceList, maskPersonalData, limit: request.rows });
  onStep('connecting');
  await using open = await openPlan(prepared, plan, signal);
  onStep('reading');
  const query = open.compile('cells');
  const real = open.compile('cells', whole);
  const estimatedRows = await open.source.estimateRows(real, signal);
  const table: Row[] = [];
  for await (const batch of open.source.rows(query, signal)) table.push(...batch);
  onStep('writing');
  const part = prepared.fileOptions.split ? 1 : null;
  const names = [
    ...(prepared.definition.deliver ?? []),
    ...((prepared.definition.deliver ?? []).length === 0 ? [undefined] : []),
  ];
  const options = { ...prepared.fileOptions, archive: undefined, split: undefined, encrypt: undefined };
  const file = openFile({ options, columns: query.columns, entryName: () => 'preview', modified: new Date(0) });
  const chunks: Buffer[] = [];
  async function* batches() {
    yield table;
  }
  for await (const { bytes } of file.parts({ kind: 'rows', batches: batches() }))
    for await (const chunk of bytes) chunks.push(Buffer.from(chunk));
  return {
    bytes: Buffer.concat(chunks),
    columns: query.columns,
    table,
    sql: real.sql,
    window: plan.window,
    fileNames: names.map(target => fileNamesFor(prepared, plan, 'preview', target, { rows: null, part }).path),
    estimatedRows: rowsOfRun(table.length, request.rows, estimatedRows),
    masked: plan.columns
      .filter((column, i) => column.protect !== whole.columns[i]?.protect)
      .map(column => column.header),
  };
}

/** Rows under the limit are all rows; and an estimate below what is seen is known to be wrong. */
function rowsOfRun(seen: number, limit: number, estimated: number | undefined): number | undefined {
  if (seen < limit) return seen;
  return estimated === undefined ? undefined : Math.max(seen, estimated);
}
