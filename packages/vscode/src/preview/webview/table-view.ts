import type { PageResult } from '../view/messages.ts';
import { make, number, the } from './elements.ts';
import { virtualRows } from './virtual-rows.ts';

/** Characters of a cell that are shown; the file has them all. */
const MOST = 200;
/** Columns are at most so many characters wide. */
const WIDEST = 40;

const SPACER = () => make('tr', { class: 'spacer', 'aria-hidden': 'true' }, make('td'));

/** The rows as a table: header and numbers of rows stay in sight. */
export function tableView(): (result: PageResult | undefined) => void {
  const scroller = the('table-scroll');
  const grid = the<HTMLTableElement>('rows');
  const head = the('rows-head');
  const body = the('rows-body');
  const widths = the('rows-columns');
  const note = the('table-note');
  const rows = virtualRows(scroller, body, SPACER);
  return result => {
    const { columns = [], table = [], masked = [] } = result ?? {};
    grid.setAttribute('aria-rowcount', String(table.length + 1));
    grid.setAttribute('aria-colcount', String(columns.length + 1));
    const sizes = [String(table.length).length + 1, ...columns.map((_, i) => widthOf(result, i))];
    widths.replaceChildren(
      ...sizes.map(size => {
        const column = make('col');
        column.style.width = `calc(${size}ch + 1.5em)`;
        return column;
      }),
    );
    grid.style.width = `calc(${sizes.reduce((sum, size) => sum + size, 0)}ch + ${sizes.length * 1.5}em)`;
    head.replaceChildren(
      make('th', { scope: 'col', class: 'index' }, make('span', { class: 'away' }, 'Row')),
      ...columns.map(({ header, type }) =>
        make(
          'th',
          { scope: 'col', title: header },
          make('span', { class: 'header' }, oneLine(header)),
          make('span', { class: 'type' }, masked.includes(header) ? `${wordOf(type)}, masked` : wordOf(type)),
        ),
      ),
    );
    const cut = table.some(row => row.some(cell => cell !== null && cell.length > MOST));
    note.hidden = table.length > 0 && !cut;
    note.textContent =
      result === undefined
        ? ''
        : table.length === 0
          ? 'There are no rows.'
          : `Cells of more than ${MOST} characters are cut here, and whole in the file.`;
    const classes = columns.map(({ type }) => (wordOf(type) === 'number' ? 'number' : undefined));
    rows.show(table.length, index =>
      make(
        'tr',
        { 'aria-rowindex': index + 2 },
        make('th', { scope: 'row', class: 'index' }, String(index + 1)),
        ...(table[index] ?? []).map((cell, i) => cellOf(cell, classes[i])),
      ),
    );
  };
}

/** A number that the file writes with a decimal comma, or in its own way, is a number to people. */
const wordOf = (type: string): string => (type === 'number-text' ? 'number' : type);

function cellOf(cell: string | null, kind: string | undefined): HTMLElement {
  if (cell === null) return make('td', { class: 'null' }, 'NULL');
  if (cell.length <= MOST) return make('td', { class: kind }, oneLine(cell));
  const title = `${number(cell.length)} characters`;
  return make('td', { class: kind, title }, `${oneLine(cell.slice(0, MOST))}…`);
}

/** Line breaks would make rows of different heights. */
const oneLine = (text: string): string => text.replaceAll(/\r\n|[\r\n]/g, '⏎');

function widthOf(result: PageResult | undefined, index: number): number {
  const { header = '', type = '' } = result?.columns[index] ?? {};
  let widest = Math.max(header.length, type.length + (result?.masked.includes(header) ? 8 : 0), 4);
  for (const row of result?.table ?? []) {
    widest = Math.max(widest, row[index]?.length ?? 4);
    if (widest >= WIDEST) return WIDEST;
  }
  return widest;
}
