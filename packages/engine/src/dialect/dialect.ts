import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { CompiledQuery } from '../rows/source.ts';
import type { Storage } from './bind.ts';

/**
 * What SQL dialects differ in. The methods given here are standard SQL; a dialect overrides the few that its engine
 * says in another way. There is no quoting of texts here at all: a dialect that forgets it cannot be constructed.
 *
 * Every `sql` argument and result is an expression that may stand between commas or parentheses as it is.
 */
export abstract class Dialect {
  abstract readonly name: 'duckdb' | 'postgres' | 'trino';
  /** A text literal that gives back exactly this text. */
  abstract text(value: string): string;
  /** A datetime with a zone as ISO 8601 with offset, in the session's zone: `2026-10-25T02:30:00+01:00`. */
  abstract isoDatetime(zoned: string): string;
  /**
   * A date, or a datetime with a zone in the session's zone, by a pattern of this engine's own (time/strftime.ts).
   * @param day whether it is a date.
   */
  abstract datePattern(value: string, pattern: string, day: boolean): string;
  /** The offset from UTC of a datetime with a zone, in the session's zone: `+0100`, with a colon `+01:00`. */
  abstract offset(zoned: string, colon: boolean): string;
  /** HMAC-SHA-256 in hex of a text, by the key that the session holds ({@link hmacSecrets}). */
  abstract hmac(text: string): string;
  /** A text that is not NULL as a JSON string, escaped as JSON.stringify does. */
  abstract jsonText(text: string): string;
  /** A subquery of one text column with the entries of a list that the session holds. */
  abstract listEntries(list: string): string;
  /** How this engine writes numbers that JSON has no digits for. */
  abstract readonly nonFinite: readonly string[];

  /** The character type that casts name. */
  readonly textType: string = 'text';

  identifier(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
  }

  table(name: readonly string[]): string {
    return name.map(part => this.identifier(part)).join('.');
  }

  number(digits: string): string {
    return digits.startsWith('-') ? `(${digits})` : digits;
  }

  boolean(value: boolean): string {
    return value ? 'TRUE' : 'FALSE';
  }

  day(day: Temporal.PlainDate): string {
    return `DATE '${day.toString()}'`;
  }

  instant(instant: Temporal.Instant): string {
    return `TIMESTAMPTZ '${instant.toString()}'`;
  }

  /** A date and time without zone. */
  dateTime(local: Temporal.PlainDateTime): string {
    return `TIMESTAMP '${local.toString().replace('T', ' ')}'`;
  }

  /** A stored date and time without zone, as the instant that it was in this zone. */
  inZone(naive: string, zone: string): string {
    return `(${naive} AT TIME ZONE ${this.text(zone)})`;
  }

  /** The day that clocks of the zone show at an instant. */
  localDay(zoned: string, zone: string): string {
    return `CAST((${zoned} AT TIME ZONE ${this.text(zone)}) AS date)`;
  }

  asText(sql: string): string {
    return `CAST(${sql} AS ${this.textType})`;
  }

  /** The value as the file shows it, where the engine's own way of writing it is already right. */
  asCell(sql: string): string {
    return this.asText(sql);
  }

  /** A stored value as a text that compares as text: those of a character type are left to their indexes. */
  storedText(sql: string, storage: Storage): string {
    return storage === 'text' ? sql : this.asText(sql);
  }

  /** The text of {@link storedCell}, where a cast would give another: the same value is the same text in every format. */
  shownText(sql: string, storage: Storage): string {
    return this.storedText(sql, storage);
  }

  /** A stored value as the file shows it. */
  storedCell(sql: string, _storage: Storage): string {
    return this.asCell(sql);
  }

  /** An entry of a list, to be compared with a column of numbers. */
  listNumber(entry: string, _storage: Storage): string {
    return `CAST(${entry} AS numeric)`;
  }

  /** Orders and compares texts by code point, whatever the database's collation is. */
  byCodePoint(text: string): string {
    return text;
  }

  contains(text: string, part: string): string {
    return `strpos(${text}, ${this.text(part)}) > 0`;
  }

  startsWith(text: string, part: string): string {
    return `starts_with(${text}, ${this.text(part)})`;
  }

  endsWith(text: string, part: string): string {
    return `right(${text}, ${[...part].length}) = ${this.text(part)}`;
  }

  /** Rounded half away from zero (what bookkeeping calls half up), with exactly so many decimals. */
  rounded(number: string, decimals: number): string {
    return `round(CAST(${number} AS numeric), ${decimals})`;
  }

  /** Average of exact numbers. */
  average(number: string, _storage: Storage): string {
    return `avg(${number})`;
  }

  reverse(text: string): string {
    return `reverse(${text})`;
  }

  replaceAllMatches(text: string, pattern: string, replacement: string): string {
    return `regexp_replace(${text}, ${this.text(pattern)}, ${this.text(replacement)}, 'g')`;
  }

  /** Personal data with all but its outline hidden: `a***@example.com`, `M***`. */
  mask(text: string): string {
    const first = `substr(${text}, 1, 1)`;
    return `CASE WHEN strpos(${text}, '@') > 1 THEN ${first} || '***' || substr(${text}, strpos(${text}, '@')) WHEN ${text} = '' THEN '' ELSE ${first} || '***' END`;
  }

  /** Session variables that {@link hmac} reads, from the workspace's key. */
  hmacSecrets(key: Uint8Array): CompiledQuery['sessionSecrets'] {
    const block = new Uint8Array(64);
    block.set(key.length > 64 ? createHash('sha256').update(key).digest() : key);
    const padded = (byte: number) => Buffer.from(block.map(b => b ^ byte)).toString('hex');
    return { inner_pad: padded(0x36), outer_pad: padded(0x5c) };
  }
}
