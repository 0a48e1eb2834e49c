/** xlsx (O1): written row by row over the project's own zip, so that memory stays flat whatever the rows (X4). */
import { type Problem, problem } from '../errors/index.ts';
import type { OutputColumn, Row } from '../rows/source.ts';
import { cutBatches, cutByRoom, partsOf } from './cut-rows.ts';
import type { FileWriter, Format, WrittenPart } from './format.ts';
import type { FileOptions } from './options.ts';
import type { DeflateOptions } from './parallel-deflate.ts';
import { otherParts, sheetPath } from './xlsx-parts.ts';
import { MOST_SHEET_ROWS, sheetColumns, sheetXml } from './xlsx-sheet.ts';
import { type ZipMember, type ZipProgress, zipOf } from './zip-members.ts';

export const xlsx: Format = {
  name: 'xlsx',
  extension: '.xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  open,
};

/**
 * When the run began says nothing about the rows, and the same rows shall give the same bytes: the members of the file
 * all carry the first time that a zip can hold.
 */
const NO_TIME = new Date('1980-01-01T00:00:00Z');

/** Bytes of a file beside sheets and rows, more than it ever has: its other parts, and what ends the zip. */
const FRAME = 3072;
/** How much larger deflate makes bytes at most that it cannot make smaller. */
const UNPACKABLE = 1.01;

function open({ split }: FileOptions, output: readonly OutputColumn[]): FileWriter {
  const columns = sheetColumns(output);
  let rows = 0;
  let mostSheets = 1;

  /** The members of one file: sheets as many as its rows need, then the parts that name them. */
  async function* members(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<ZipMember> {
    let sheets = 0;
    for await (const sheet of partsOf(cutBatches(batches, MOST_SHEET_ROWS))) {
      sheets++;
      const bytes = sheetXml(columns, sheet.items, { isFirst: sheets === 1, firstRow: rows + 1 });
      yield { name: sheetPath(sheets), bytes };
      rows += sheet.rows();
    }
    mostSheets = Math.max(mostSheets, sheets);
    for (const { name, xml } of otherParts(sheets)) yield { name, bytes: once(Buffer.from(xml)) };
  }

  const file = (batches: AsyncIterable<readonly Row[]>, progress?: ZipProgress, deflate?: DeflateOptions) =>
    zipOf(members(batches), NO_TIME, { progress, deflate });

  async function* bySize(batches: AsyncIterable<readonly Row[]>, mostBytes: number): AsyncGenerator<WrittenPart> {
    // What is not yet deflated counts in full, so it is kept small beside the limit.
    const deflate = { blockBytes: Math.min(1 << 20, Math.max(1024, Math.floor(mostBytes / 256))), concurrency: 3 };
    let progress: ZipProgress = { bytes: 0, pendingBytes: 0 };
    // Every further sheet adds less than 500 bytes, and needs more than 500,000.
    const frame = FRAME + mostBytes / 1000 + 100 * columns.length + xmlAtMost(columns.map(column => column.header));
    const room = (bytes: number, pending: number) => (mostBytes - frame - bytes) / UNPACKABLE - pending;
    const rows = { empty: room(0, 0), left: () => room(progress.bytes, progress.pendingBytes), atMost: xmlAtMost };
    for await (const part of partsOf(cutByRoom(batches, rows))) {
      progress = { bytes: 0, pendingBytes: 0 };
      yield { bytes: file(part.items, progress, deflate), rows: part.rows };
    }
  }

  async function* byRows(batches: AsyncIterable<readonly Row[]>, mostRows: number): AsyncGenerator<WrittenPart> {
    for await (const part of partsOf(cutBatches(batches, mostRows))) yield { bytes: file(part.items), rows: part.rows };
  }

  const noCopy = (): never => {
    throw new TypeError('A spreadsheet is written from rows.');
  };
  return {
    layout: undefined,
    fromCopy: noCopy,
    partsFromCopy: noCopy,
    fromRows: batches => file(batches),
    partsFromRows(batches) {
      if (split === undefined) throw new TypeError('These options have no split.');
      return split.by === 'rows' ? byRows(batches, split.rows) : bySize(batches, split.bytes);
    },
    counts: () => ({ rows, guardedCells: 0 }),
    remarks(): readonly Problem[] {
      return mostSheets === 1 ? [] : [problem('xlsx-several-sheets', { sheets: mostSheets, most: MOST_SHEET_ROWS })];
    },
  };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Bytes that a row takes as XML at most: a character takes seven (`_x000D_`), a cell some 90 beside its text. */
const xmlAtMost = (row: Row): number => row.reduce((bytes, cell) => bytes + 90 + 7 * (cell?.length ?? 0), 40);
