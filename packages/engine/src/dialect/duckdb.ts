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

  override jsonText(text: string): string {
    return `CAST(to_json(${text}) AS VARCHAR)`;
  }
}
