import { cut, padEnd, padStart, visible, widthOf } from './visible.ts';

export interface TableColumn {
  readonly header: string;
  readonly align?: 'left' | 'right';
}

/** Columns of the terminal that one column of the table takes at most. */
const WIDEST = 40;

/**
 * Rows in columns, for people: long cells are cut, an absent value is a dim dot. It is never taken for the file, whose
 * exact bytes are shown apart.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly (string | null)[])[],
  paint: { readonly head: (text: string) => string; readonly absent: (text: string) => string },
): readonly string[] {
  const cells = rows.map(row => columns.map((_, i) => cellText(row[i])));
  const widths = columns.map((column, i) =>
    Math.min(WIDEST, Math.max(1, widthOf(visible(column.header)), ...cells.map(row => widthOf(row[i]?.text ?? '')))),
  );
  const line = (texts: readonly { text: string; absent?: boolean }[], head: boolean) =>
    texts
      .map(({ text, absent }, i) => {
        const width = widths[i] ?? 1;
        const fitting = cut(text, width);
        const padded = columns[i]?.align === 'right' ? padStart(fitting, width) : padEnd(fitting, width);
        return head ? paint.head(padded) : absent ? paint.absent(padded) : padded;
      })
      .join('  ')
      .trimEnd();
  const heads = columns.map(column => ({ text: visible(column.header) }));
  return [line(heads, true), widths.map(width => '─'.repeat(width)).join('  '), ...cells.map(row => line(row, false))];
}

const cellText = (value: string | null | undefined): { text: string; absent: boolean } =>
  value === null || value === undefined ? { text: '·', absent: true } : { text: visible(value), absent: false };
