/** json (one array of objects, an object a line) and ndjson (O1). Both come from lines that the database renders. */
import { fail } from '../errors/index.ts';
import type { OutputColumn, Row } from '../rows/source.ts';
import { cutBytes, partsOf } from './cut-rows.ts';
import type { FileWriter, Format, WrittenPart } from './format.ts';
import { jsonCell, jsonKeys } from './json-cell.ts';
import type { FileOptions } from './options.ts';
import { reusedBytes } from './reused-bytes.ts';

export const json: Format = {
  name: 'json',
  extension: '.json',
  mediaType: 'application/json',
  open: ({ split }, columns) => writer(columns, split, ARRAY),
};

export const ndjson: Format = {
  name: 'ndjson',
  extension: '.ndjson',
  mediaType: 'application/x-ndjson',
  open: ({ split }, columns) => writer(columns, split, LINES),
};

/** How lines become a file, and what that adds to a part: to the whole, and to each row. */
interface Shape {
  readonly of: (lines: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
  readonly frameBytes: number;
  readonly moreForRow: number;
}

const LINES: Shape = { of: lines => lines, frameBytes: 0, moreForRow: 0 };
/** A comma for each row but the last; `[\n` before and `]\n` after them. */
const ARRAY: Shape = { of: asArray, frameBytes: 3, moreForRow: 1 };

function writer(columns: readonly OutputColumn[], split: FileOptions['split'], shape: Shape): FileWriter {
  const keys = jsonKeys(columns);
  let rows: number | undefined;

  async function* lines(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Buffer> {
    const bytes = reusedBytes();
    let row = 0;
    for await (const batch of batches) {
      for (const cells of batch) {
        row++;
        let text = '';
        for (const [index, key] of keys.entries()) text += key + checkedCell(cells[index] ?? null, columns[index], row);
        bytes.add(`${text}}\n`);
      }
      if (batch.length > 0) yield bytes.take();
    }
    rows = row;
  }

  async function* parts(bytes: AsyncIterable<Buffer>): AsyncGenerator<WrittenPart> {
    if (split === undefined) throw new TypeError('These options have no split.');
    const { frameBytes, moreForRow } = shape;
    const runs = cutBytes(bytes, { split, newline: LF, enclosure: undefined, frameBytes, moreForRow });
    for await (const part of partsOf(runs)) yield { bytes: shape.of(part.items), rows: part.rows };
  }

  return {
    layout: { kind: 'lines' },
    fromCopy: bytes => shape.of(bytes),
    fromRows: batches => shape.of(lines(batches)),
    partsFromCopy: bytes => parts(bytes),
    partsFromRows: batches => parts(lines(batches)),
    counts: () => ({ rows, guardedCells: 0 }),
  };
}

/** A json cell is embedded as it is, so one that is no JSON would make the whole file none. */
function checkedCell(cell: string | null, column: OutputColumn | undefined, row: number): string {
  if (cell !== null && column?.type === 'json') {
    try {
      JSON.parse(cell);
    } catch (cause) {
      fail('json-cell-invalid', { row, column: column.header, cell }, {}, cause);
    }
  }
  return jsonCell(cell, column?.type ?? 'text');
}

const LF = 0x0a;
const COMMA = 0x2c;

/** Lines as an array: `[\n{…},\n{…}\n]\n`, and `[]\n` without any. Every line break in the bytes ends an object. */
async function* asArray(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isEmpty = true;
  /** The line break of the last object is held back: only what follows says whether a comma comes before it. */
  let held = false;
  for await (const chunk of lines) {
    if (chunk.length === 0) continue;
    // At most a comma for each line break, and a line is at least `{}` and its line break.
    const out = Buffer.allocUnsafe(chunk.length * 2 + 4);
    let o = 0;
    if (isEmpty) o += out.write('[\n', o, 'latin1');
    isEmpty = false;
    let from = 0;
    while (from < chunk.length) {
      if (held) {
        out[o++] = COMMA;
        out[o++] = LF;
        held = false;
      }
      const end = chunk.indexOf(LF, from);
      o += chunk.copy(out, o, from, end === -1 ? chunk.length : end);
      if (end === -1) break;
      held = true;
      from = end + 1;
    }
    yield out.subarray(0, o);
  }
  yield Buffer.from(isEmpty ? '[]\n' : '\n]\n');
}
