/** Parquet by DuckDB in a process of its own: rows go into a named pipe as csv, the file comes out of another (X4). */
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../errors/index.ts';
import { DuckdbCallError, type DuckdbProcess, startDuckdb } from '../rows/duckdb-process.ts';
import { literal } from '../rows/duckdb-quote.ts';
import { makeFifo, readFifo } from '../rows/fifo.ts';
import type { CopyLayout, OutputColumn } from '../rows/source.ts';
import { INEXACT, INFINITE, parquetType, typedCell } from './parquet-columns.ts';

type CsvLayout = Extract<CopyLayout, { kind: 'csv' }>;

/** Rows that are compressed together; larger groups are smaller files and more memory. */
const GROUP_ROWS = 61_440;
/** A group of wide rows ends sooner: DuckDB has a whole one in memory, and what it packs it into. */
const GROUP_BYTES = '32MB';
/** What DuckDB's buffers may take together; three for the longest row are the most of it. */
const MEMORY = '256 MB';
/** The longest row, in bytes of csv; DuckDB takes memory for a few of them. */
const MOST_ROW_BYTES = 32 << 20;

/** Writes one parquet file after the other. Disposing of it ends the process at once. */
export interface ParquetProcess extends AsyncDisposable {
  /** The bytes of a file with these rows, canonical csv in `layout`; returns how many rows it holds. */
  write(
    csv: AsyncIterable<Buffer>,
    layout: CsvLayout,
    columns: readonly OutputColumn[],
  ): AsyncGenerator<Buffer, number, void>;
}

export async function startParquet(): Promise<ParquetProcess> {
  // Windows has no named pipes that a program may open as a file of its own making.
  if (process.platform === 'win32') return fail('parquet-not-here', { platform: 'Windows' });
  const folder = await mkdtemp(join(tmpdir(), 'waybill-parquet-'));
  const database = startDuckdb();
  const dispose = async () => {
    await database.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await database.call('open', { file: undefined, tables: {}, memory: MEMORY, threads: 1, folder });
  } catch (error) {
    await dispose();
    throw error;
  }
  let files = 0;
  return {
    async *write(csv, layout, columns) {
      files++;
      const from = join(folder, `rows-${files}`);
      const to = join(folder, `file-${files}`);
      await makeFifo(from);
      await makeFifo(to);
      const rows = yield* throughPipes(database, csv, from, to, copyStatement(from, to, layout, columns), columns);
      await rm(from, { force: true });
      await rm(to, { force: true });
      return rows;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** Feeds and reads at the same time; whichever side fails ends the others, and its error is the one that is thrown. */
async function* throughPipes(
  database: DuckdbProcess,
  csv: AsyncIterable<Buffer>,
  from: string,
  to: string,
  sql: string,
  columns: readonly OutputColumn[],
): AsyncGenerator<Buffer, number, void> {
  const file = readFifo(to);
  let rows = Number.NaN;
  let failure: { readonly error: unknown } | undefined;
  const failed = (error: unknown) => {
    failure ??= { error };
    file.fail(error);
  };
  // Asked to keep the order, DuckDB would hold all rows back until the last; one thread keeps it, and writes at once (O8).
  const copying = database.call('copy', { timezone: 'UTC', ordered: false, secrets: {}, sql }).then(
    count => {
      rows = count;
      file.end();
    },
    (error: unknown) => {
      failed(explained(error, columns));
      releaseWriter(from);
    },
  );
  const feeding = feed(csv, from, () => failure !== undefined).catch(async (error: unknown) => {
    // A broken pipe says that DuckDB failed, which will say why. Anything else is the source.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') await copying;
    failed(error);
    await database.kill();
  });
  let leftEarly = true;
  try {
    for (let chunk = await file.next(); chunk !== undefined; chunk = await file.next()) yield chunk;
    leftEarly = false;
  } catch (error) {
    leftEarly = false;
    failed(error);
  } finally {
    if (leftEarly) {
      failed(new Error('left early'));
      await database.kill();
    }
    await feeding;
    await copying;
  }
  if (failure) throw failure.error;
  return rows;
}

/** Writes the rows into the pipe as fast as they are taken. */
async function feed(csv: AsyncIterable<Buffer>, path: string, over: () => boolean): Promise<void> {
  // Waits until DuckDB has opened its end.
  const pipe = await open(path, 'w');
  try {
    for await (const chunk of csv) {
      for (let written = 0; written < chunk.length && !over(); )
        written += (await pipe.write(chunk, written, chunk.length - written)).bytesWritten;
      if (over()) return;
    }
  } finally {
    await pipe.close();
  }
}

/** Opens the reading end for a moment, for a writer that would wait for a reader which never comes. */
function releaseWriter(path: string): void {
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  } catch {
    // The pipe is gone already.
  }
}

function copyStatement(from: string, to: string, layout: CsvLayout, columns: readonly OutputColumn[]): string {
  const types = columns.map((_, i) => `c${i}: 'VARCHAR'`).join(', ');
  const csv = [
    literal(from),
    'auto_detect = false, header = false, parallel = false, allow_quoted_nulls = false',
    `delim = ${literal(layout.delimiter)}, quote = ${literal(layout.enclosure)}, escape = ${literal(layout.enclosure)}`,
    `nullstr = ${literal(layout.nullToken)}, new_line = '\\n', max_line_size = ${MOST_ROW_BYTES}, buffer_size = ${MOST_ROW_BYTES}`,
    `columns = {${types}}`,
  ].join(', ');
  const cells = columns.map((column, i) => `${typedCell(column, i)} AS "${column.header.replaceAll('"', '""')}"`);
  const options = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS}, ROW_GROUP_SIZE_BYTES '${GROUP_BYTES}', USE_TMP_FILE false`;
  return `COPY (SELECT ${cells.join(', ')} FROM read_csv(${csv})) TO ${literal(to)} (${options})`;
}

/** What DuckDB says about a cell, as this product's error. */
function explained(error: unknown, columns: readonly OutputColumn[]): unknown {
  if (!(error instanceof DuckdbCallError)) return error;
  const { message } = error;
  const found =
    new RegExp(`(${INEXACT}|${INFINITE}) (\\d+)`).exec(message) ?? /()(?:source )?column "?c(\d+)/.exec(message);
  const column = columns[Number(found?.[2] ?? Number.NaN)];
  const detail = message.split('\n')[0] ?? '';
  if (!column) return coded(() => fail('parquet-failed', { detail }, {}, error));
  const type = parquetType(column);
  const why =
    found?.[1] === INEXACT
      ? 'holds a number with more decimals than its type says'
      : found?.[1] === INFINITE
        ? 'holds an infinite date, which parquet has not'
        : `holds a value that is no ${type}: ${detail}`;
  return coded(() => fail('parquet-cell', { column: column.header, why }, {}, error));
}

function coded(raise: () => never): unknown {
  try {
    return raise();
  } catch (error) {
    return error;
  }
}
