import type { Spool } from '../delivery/index.ts';
import { countAndHash, type OpenFile, type WrittenCounts } from '../file/index.ts';
import type { Answer } from '../file/write-file.ts';
import type { CopyStream, Row } from '../rows/source.ts';
import type { PartList, RunPart } from './part-list.ts';
import type { OpenPlan } from './plan-export.ts';

/** How far reading is (X4). */
export interface ReadingProgress {
  /** Rows so far; worked out from the bytes where the database writes them itself, so only near the truth until the end. */
  readonly rows: number;
  /** Bytes of the file so far. */
  readonly bytes: number;
}

/** A part while it is made. */
export interface SpooledPart extends RunPart {
  readonly content: Spool;
}

/** The rows and file steps: asks the source, makes the bytes of the file or its parts, puts each in a spool of its own. */
export async function produceFile(
  open: OpenPlan,
  file: OpenFile,
  parts: PartList,
  newPart: (part: number | null) => Promise<SpooledPart>,
  signal: AbortSignal,
  onProgress: (progress: ReadingProgress) => void,
): Promise<WrittenCounts> {
  let current: SpooledPart | undefined;
  try {
    const rows = new RowMeter();
    const answer = await ask(open, file, signal, rows);
    let finishedBytes = 0;
    for await (const { part, bytes, rows: partRows } of file.parts(answer)) {
      current = await newPart(part);
      parts.add(current);
      const counted = countAndHash(bytes);
      for await (const chunk of counted.bytes) {
        signal.throwIfAborted();
        await current.content.write(chunk);
        onProgress({ rows: rows.soFar, bytes: finishedBytes + counted.soFar() });
      }
      const { sha256 } = await counted.digest();
      await current.content.finish({ sha256, rows: partRows() });
      finishedBytes += counted.soFar();
    }
    const counts = file.counts();
    parts.end();
    onProgress({ rows: counts.rows, bytes: finishedBytes });
    return counts;
  } catch (error) {
    await current?.content.fail(error);
    parts.fail(error);
    throw error;
  }
}

/** The database's own bytes where it can write what the format wants, decoded rows otherwise. */
async function ask(
  { source, compile }: OpenPlan,
  file: OpenFile,
  signal: AbortSignal,
  meter: RowMeter,
): Promise<Answer> {
  if (file.layout) {
    const copying = source.copy(compile(file.layout.kind === 'lines' ? 'json' : 'cells'), file.layout, signal);
    if (copying) {
      const copy = await copying;
      return { kind: 'copy', copy: { ...copy, bytes: meter.bytes(copy.bytes) } };
    }
  }
  return { kind: 'rows', batches: meter.batches(source.rows(compile('cells'), signal)) };
}

/** Rows so far, without looking at every byte: from how many rows the first megabyte had. */
class RowMeter {
  #rows = 0;
  #bytes = 0;
  #sampledBytes = 0;
  #sampledRows = 0;

  get soFar(): number {
    if (this.#rows > 0 || this.#sampledBytes === 0) return this.#rows;
    return Math.round((this.#bytes * this.#sampledRows) / this.#sampledBytes);
  }

  async *bytes(chunks: CopyStream['bytes']): CopyStream['bytes'] {
    const SAMPLE = 1 << 20;
    for await (const chunk of chunks) {
      this.#bytes += chunk.length;
      if (this.#sampledBytes < SAMPLE) {
        for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.#sampledRows++;
        this.#sampledBytes += chunk.length;
      }
      yield chunk;
    }
  }

  async *batches(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
    for await (const batch of batches) {
      this.#rows += batch.length;
      yield batch;
    }
  }
}
