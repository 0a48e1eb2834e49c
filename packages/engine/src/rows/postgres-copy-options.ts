import type { CopyLayout } from './source.ts';

/** Characters that no JSON text holds: nothing is enclosed, and nothing is NULL. */
const LINES = { delimiter: '\x02', enclosure: '\x01', nullToken: '\x03', quoteAll: false };

/** The statement whose answer is the query's rows in that layout. */
export function copyStatement(sql: string, layout: CopyLayout): string {
  const { delimiter, enclosure, nullToken, quoteAll } = layout.kind === 'lines' ? LINES : layout;
  return (
    `COPY (${sql}\n) TO STDOUT (FORMAT csv, DELIMITER ${literal(delimiter)}, QUOTE ${literal(enclosure)}, ` +
    `ESCAPE ${literal(enclosure)}, NULL ${literal(nullToken)}${quoteAll ? ', FORCE_QUOTE *' : ''}, ENCODING 'UTF8')`
  );
}

/** COPY takes no parameters. Backslashes are written by their number, whatever the server makes of them otherwise. */
const literal = (text: string): string => `E'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
