import { Dialect } from './dialect.ts';

/** DuckDB 1.x with its ICU extension. The session has the query's zone. */
export class DuckDbDialect extends Dialect {
  override readonly name = 'duckdb';
  override readonly textType = 'VARCHAR';
  override readonly nonFinite = ['nan', '-nan', 'inf', '-inf'];

  override text(value: string): string {
    return `'${value.replaceAll("'", "''")}'`;
  }

  /** DuckDB writes `2026-10-25 02:30:00+01`: the T and the offset's minutes are put in. */
  override isoDatetime(zoned: string): string {
    const text = `replace(${this.asText(zoned)}, ' ', 'T')`;
    return `(CASE WHEN substr(${text}, -3, 1) = ':' THEN ${text} ELSE ${text} || ':00' END)`;
  }

  override datePattern(value: string, pattern: string): string {
    return `strftime(${value}, ${this.text(pattern)})`;
  }

  override offset(zoned: string, colon: boolean): string {
    const iso = `right(${this.isoDatetime(zoned)}, 6)`;
    return colon ? iso : `replace(${iso}, ':', '')`;
  }

  override endsWith(text: string, part: string): string {
    return `suffix(${text}, ${this.text(part)})`;
  }

  override contains(text: string, part: string): string {
    return `contains(${text}, ${this.text(part)})`;
  }

  /** By way of the digits, so that a float is rounded as it is shown; DECIMAL(38) is the widest there is. */
  override rounded(number: string, decimals: number): string {
    return `CAST(${this.asText(number)} AS DECIMAL(38, ${decimals}))`;
  }

  override hmac(text: string): string {
    const pad = (name: string) => `unhex(getvariable('${name}'))`;
    return `sha256(${pad('outer_pad')} || unhex(sha256(${pad('inner_pad')} || encode(${text}))))`;
  }

  /**
   * DuckDB writes `\\u001F` where JSON.stringify and PostgreSQL write `\\u001f`: texts with such a character, which are
   * rare, are put together a character at a time.
   */
  override jsonText(text: string): string {
    const odd = `'[\\x0b\\x0e\\x0f\\x1a-\\x1f]'`;
    const json = (of: string) => `CAST(to_json(${of}) AS VARCHAR)`;
    const character = `CASE WHEN regexp_matches(c, ${odd}) THEN printf('\\u%04x', ascii(c)) ELSE substr(${json('c')}, 2, length(${json('c')}) - 2) END`;
    const built = `array_to_string(list_transform(string_split(${text}, ''), lambda c: ${character}), '')`;
    return `CASE WHEN regexp_matches(${text}, ${odd}) THEN '"' || ${built} || '"' ELSE ${json(text)} END`;
  }

  override listEntries(list: string): string {
    return `SELECT unnest(string_split(getvariable('${list}'), chr(31))) AS entry`;
  }
}
