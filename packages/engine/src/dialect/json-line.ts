import type { OutputColumn } from '../rows/source.ts';
import type { Dialect } from './dialect.ts';

/** One JSON object on one line from the cells of a row, as `file/json.ts` writes it from decoded rows. */
export function jsonLineSql(
  dialect: Dialect,
  cells: readonly { readonly sql: string; readonly column: OutputColumn }[],
): string {
  const members = cells.map(({ sql, column }, i) => {
    const key = `${i === 0 ? '{' : ','}${JSON.stringify(column.header)}:`;
    return `${dialect.text(key)} || coalesce(${jsonValueSql(dialect, sql, column.type)}, 'null')`;
  });
  return `${members.join(' || ')} || '}'`;
}

function jsonValueSql(dialect: Dialect, cell: string, type: OutputColumn['type']): string {
  const text = dialect.asText(cell);
  switch (type) {
    case 'number': {
      const odd = dialect.nonFinite.map(word => dialect.text(word)).join(', ');
      return `CASE WHEN ${text} IN (${odd}) THEN '"' || ${text} || '"' ELSE ${text} END`;
    }
    case 'boolean':
      return text;
    case 'json':
      // A line break in JSON can only stand between its tokens, where a space says the same.
      return `replace(replace(${text}, chr(10), ' '), chr(13), ' ')`;
    case 'date':
    case 'datetime':
      return `'"' || ${text} || '"'`;
    case 'text':
    case 'number-text':
      return dialect.jsonText(text);
  }
}
