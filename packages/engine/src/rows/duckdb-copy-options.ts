import { literal } from './duckdb-quote.ts';
import type { CopyLayout } from './source.ts';

/** The statement that writes the query's rows to a file or pipe in that layout. */
export function copyToStatement(sql: string, layout: CopyLayout, path: string): string {
  const options =
    layout.kind === 'lines'
      ? // Without a quote nothing is ever enclosed.
        `DELIMITER '\x02', QUOTE '', ESCAPE '', NULLSTR ''`
      : [
          `DELIMITER ${literal(layout.delimiter)}`,
          `QUOTE ${literal(layout.enclosure)}`,
          `ESCAPE ${literal(layout.enclosure)}`,
          `NULLSTR ${literal(layout.nullToken)}`,
          ...(layout.quoteAll ? ['FORCE_QUOTE *'] : []),
        ].join(', ');
  return `COPY (${sql}\n) TO ${literal(path)} (FORMAT csv, HEADER false, USE_TMP_FILE false, ${options})`;
}
