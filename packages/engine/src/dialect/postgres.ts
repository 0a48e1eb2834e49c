import type { StoredColumn } from '../rows/source.ts';
import { Dialect } from './dialect.ts';

/** PostgreSQL 11 and newer, and what speaks its SQL. The session has the query's zone and DateStyle ISO. */
export class PostgresDialect extends Dialect {
  override readonly name = 'postgres';
  override readonly nonFinite = ['NaN', 'Infinity', '-Infinity'];

  /** With `standard_conforming_strings` on, which the source sets, only the quote is special. */
  override text(value: string): string {
    return `'${value.replaceAll("'", "''")}'`;
  }

  /** COPY and the text protocol write numbers, dates and texts as the file wants them; casts would only cost. */
  override asCell(sql: string): string {
    return sql;
  }

  /** Casts take the blanks from `char(n)` and add the mask to `inet`; COPY and `format` write what the type itself writes. */
  override shownText(sql: string, storage: StoredColumn['storage']): string {
    return storage === 'other'
      ? `(CASE WHEN ${sql} IS NOT NULL THEN format('%s', ${sql}) END)`
      : this.storedText(sql, storage);
  }

  override byCodePoint(text: string): string {
    return `${text} COLLATE "C"`;
  }

  /** to_json writes ISO 8601 with a full offset in C; to_char of the same costs half as much again. */
  override isoDatetime(zoned: string): string {
    return `(to_json(${zoned}) #>> '{}')`;
  }

  override datePattern(value: string, pattern: string): string {
    return `to_char(${value}, ${this.text(pattern)})`;
  }

  override offset(zoned: string, colon: boolean): string {
    return `to_char(${zoned}, '${colon ? 'TZH:TZM' : 'TZHTZM'}')`;
  }

  override hmac(text: string): string {
    const pad = (name: string) => `decode(current_setting('waybill.${name}'), 'hex')`;
    return `encode(sha256(${pad('outer_pad')} || sha256(${pad('inner_pad')} || convert_to(${text}, 'UTF8'))), 'hex')`;
  }

  override jsonText(text: string): string {
    return `CAST(to_json(CAST(${text} AS text)) AS text)`;
  }

  override listEntries(list: string): string {
    return `SELECT entry FROM unnest(string_to_array(current_setting('waybill.${list}'), chr(31))) AS entry`;
  }
}
