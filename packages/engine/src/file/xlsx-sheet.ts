/** One sheet of a spreadsheet as XML, row by row (O1, X4). */
import { fail } from '../errors/index.ts';
import type { OutputColumn, Row } from '../rows/source.ts';
import { reusedBytes } from './reused-bytes.ts';
import { cellXml, STYLE, textCell } from './xlsx-cell.ts';

/** Data rows under a header that a sheet holds. */
export const MOST_SHEET_ROWS = 1_048_575;
const MOST_COLUMNS = 16_384;

/** Rows that decide how wide a column is. */
const SAMPLED = 100;
/** In characters. */
const NARROWEST = 8;
const WIDEST = 60;
const FIXED: Partial<Record<OutputColumn['type'], number>> = { date: 11, datetime: 20, boolean: 8 };

const HEAD =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';

/** The columns of every sheet of a run, with their letters. */
export interface SheetColumn extends OutputColumn {
  readonly letters: string;
}

export function sheetColumns(columns: readonly OutputColumn[]): readonly SheetColumn[] {
  if (columns.length > MOST_COLUMNS) fail('xlsx-too-many-columns', { columns: columns.length, most: MOST_COLUMNS });
  return columns.map((column, index) => ({ ...column, letters: lettersOf(index) }));
}

/** 0 is `A`, 26 is `AA`. */
export function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}

/**
 * The sheet's XML: the header bold, frozen and with a filter, then the rows.
 * @param firstRow number of its first data row in the run, for errors.
 */
export async function* sheetXml(
  columns: readonly SheetColumn[],
  batches: AsyncIterable<readonly Row[]>,
  { isFirst, firstRow }: { readonly isFirst: boolean; readonly firstRow: number },
): AsyncGenerator<Buffer> {
  const xml = reusedBytes();
  let written = 0;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    if (written === 0) xml.add(sheetHead(columns, batch, isFirst));
    for (const row of batch) xml.add(rowXml(columns, row, written++, firstRow));
    yield xml.take();
  }
  if (written === 0) xml.add(sheetHead(columns, [], isFirst));
  const filter = `<autoFilter ref="A1:${columns.at(-1)?.letters ?? 'A'}${written + 1}"/>`;
  xml.add(`</sheetData>${filter}</worksheet>`);
  yield xml.take();
}

function sheetHead(columns: readonly SheetColumn[], sample: readonly Row[], isFirst: boolean): string {
  const selected = isFirst ? ' tabSelected="1"' : '';
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const widths = columns.map((column, index) => {
    const number = index + 1;
    return `<col min="${number}" max="${number}" width="${widthOf(column, index, sample)}" customWidth="1"/>`;
  });
  const cells = columns.map(column =>
    textCell(column.header, { ref: `${column.letters}1`, row: 0, column }, STYLE.header),
  );
  const view = `<sheetViews><sheetView${selected} workbookViewId="0">${pane}</sheetView></sheetViews>`;
  return `${HEAD}${view}<cols>${widths.join('')}</cols><sheetData><row r="1">${cells.join('')}</row>`;
}

/** @param index of the row in its sheet, from 0. */
function rowXml(columns: readonly SheetColumn[], row: Row, index: number, firstRow: number): string {
  const number = index + 2;
  let cells = '';
  // Not by `entries`, which would make an array for each of millions of cells.
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as SheetColumn;
    const cell = row[i] ?? null;
    if (cell !== null) cells += cellXml(cell, { ref: column.letters + number, row: firstRow + index, column });
  }
  return `<row r="${number}">${cells}</row>`;
}

function widthOf(column: OutputColumn, index: number, sample: readonly Row[]): number {
  const texts = sample.slice(0, SAMPLED).map(row => row[index] ?? '');
  const longest = FIXED[column.type] ?? Math.max(0, ...texts.map(longestLine));
  return Math.min(WIDEST, Math.max(NARROWEST, longest, longestLine(column.header)) + 2);
}

const longestLine = (text: string): number => Math.max(...text.split('\n').map(line => line.length));
