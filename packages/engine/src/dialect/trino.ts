import type { Temporal } from 'temporal-polyfill';
import type { CompiledQuery } from '../rows/source.ts';
import type { Storage } from './bind.ts';
import { Dialect } from './dialect.ts';

/** Name of the session's secret that is the key of `protect: hash`, in base64. */
export const HASH_KEY = 'hash_key';
/** Function of the session that gives the mark of texts to be hashed. */
export const HASH_MARK = 'waybill_hash_mark';

/** JSON's escapes that have a letter of their own, by code. */
const ESCAPES = { 8: 'b', 9: 't', 10: 'n', 12: 'f', 13: 'r', 34: '"', 92: '\\' };

/**
 * Trino 431 and newer. The session has the query's zone and the language en-US. A datetime with a zone carries a zone of
 * its own there, so what is shown is first put into the session's.
 */
export class TrinoDialect extends Dialect {
  override readonly name = 'trino';
  override readonly textType = 'varchar';
  override readonly nonFinite = ['NaN', 'Infinity', '-Infinity'];

  override text(value: string): string {
    return `'${value.replaceAll("'", "''")}'`;
  }

  override instant(instant: Temporal.Instant): string {
    return `TIMESTAMP '${instant.toString().replace('T', ' ').replace('Z', ' UTC')}'`;
  }

  override inZone(naive: string, zone: string): string {
    return `with_timezone(${naive}, ${this.text(zone)})`;
  }

  /** JSON cannot be cast, and a float that is cast comes as `1.0E-1`. */
  override storedText(sql: string, storage: Storage): string {
    if (storage === 'json') return `json_format(${sql})`;
    if (storage === 'float') return floatText(sql);
    return super.storedText(sql, storage);
  }

  override storedCell(sql: string, storage: Storage): string {
    return this.storedText(sql, storage);
  }

  /** The local time with all its digits, those that are 0 taken off, and the offset. */
  override isoDatetime(zoned: string): string {
    const local = `CAST(CAST(${shown(zoned)} AS timestamp(12)) AS varchar)`;
    const digits = `trim(TRAILING '.' FROM trim(TRAILING '0' FROM ${local}))`;
    return `(replace(${digits}, ' ', 'T') || ${this.offset(zoned, true)})`;
  }

  override datePattern(value: string, pattern: string, day: boolean): string {
    return `format_datetime(${day ? `CAST(${value} AS timestamp)` : shown(value)}, ${this.text(pattern)})`;
  }

  override offset(zoned: string, colon: boolean): string {
    return `format_datetime(${shown(zoned)}, '${colon ? 'ZZ' : 'Z'}')`;
  }

  override endsWith(text: string, part: string): string {
    return `substr(${text}, -${[...part].length}) = ${this.text(part)}`;
  }

  override rounded(number: string, decimals: number): string {
    return `CAST(${number} AS decimal(38, ${decimals}))`;
  }

  /** Of integers it would be a double, and of decimals have no more digits than they. */
  override average(number: string, storage: Storage): string {
    return storage === 'float' ? super.average(number, storage) : `avg(CAST(${number} AS decimal(38, 10)))`;
  }

  override listNumber(entry: string, storage: Storage): string {
    return storage === 'integer' ? `TRY_CAST(${entry} AS bigint)` : `CAST(${entry} AS decimal(38, 10))`;
  }

  override replaceAllMatches(text: string, pattern: string, replacement: string): string {
    return `regexp_replace(${text}, ${this.text(pattern)}, ${this.text(replacement.replaceAll(/\\(\d)/g, '$$$1'))})`;
  }

  /** Only marked: the source hashes what is marked, so that the key stands in no text of a query (rows/trino-session.ts). */
  override hmac(text: string): string {
    return `(${HASH_MARK}() || ${text})`;
  }

  override hmacSecrets(key: Uint8Array): CompiledQuery['sessionSecrets'] {
    return { [HASH_KEY]: Buffer.from(key).toString('base64') };
  }

  override jsonText(text: string): string {
    const named = Object.entries(ESCAPES).map(([code, letter]) => `WHEN chr(${code}) THEN '\\${letter}'`);
    const coded = `'\\u00' || lower(to_hex(to_utf8(m[1])))`;
    const escaped = `regexp_replace(${text}, '([\\x00-\\x1f"\\\\])', m -> CASE m[1] ${named.join(' ')} ELSE ${coded} END)`;
    return `('"' || ${escaped} || '"')`;
  }

  /** The source puts it before the query. */
  override listEntries(list: string): string {
    return `SELECT entry FROM ${this.identifier(list)}`;
  }
}

/** The shortest digits that are the value, without an exponent where they are few, as the other engines write them. */
function floatText(sql: string): string {
  const digits = `trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(CAST(${sql} AS decimal(38, 20)) AS varchar)))`;
  const exponent = `regexp_replace(replace(json_format(CAST(${sql} AS json)), '"', ''), '\\.0(E|$)', '$1')`;
  return `CASE WHEN ${sql} = 0 OR abs(${sql}) BETWEEN 1e-3 AND 1e15 THEN ${digits} ELSE ${exponent} END`;
}

const shown = (zoned: string): string => `at_timezone(${zoned}, current_timezone())`;
