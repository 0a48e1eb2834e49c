import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier } from './duckdb-quote.ts';

/** How many rows are looked at for the shape of times: about a second at most. */
const SAMPLE = 1_000_000;

/** A form that no time has, so that times stay the text that they are. */
const OPTIONS = "union_by_name = true, timestampformat = '%%'";
const TIME = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?';
const OFFSET = '(Z|[+-][0-9]{2}(:?[0-9]{2})?)';

/**
 * SELECT over JSON files (`list` is SQL). DuckDB would read `2026-01-02T03:04:05+02:00` as a time without a zone, in
 * UTC; here a column whose times all say their offset is an instant, one where none does has no zone, and a mixed
 * one stays text. What is nested is JSON.
 */
export async function jsonSelection(connection: DuckDBConnection, list: string): Promise<string> {
  const from = `read_json(${list}, ${OPTIONS})`;
  const described = await connection.runAndReadAll(`describe select * from ${from}`);
  const columns = described.getRows().map(([name, type]) => ({ name: identifier(String(name)), type: String(type) }));
  const nested = columns.filter(({ type }) => /^(STRUCT|MAP|UNION)\(|\[\d*\]$/.test(type));
  const texts = columns.filter(({ type }) => type === 'VARCHAR').map(({ name }) => name);
  const replaced = [
    ...nested.map(({ name }) => `to_json(${name}) as ${name}`),
    ...(await timesAmong(connection, from, texts)),
  ];
  return `select *${replaced.length === 0 ? '' : ` replace (${replaced.join(', ')})`} from ${from}`;
}

/** Casts for the columns that hold nothing but times of one kind, as far as the sample goes. */
async function timesAmong(connection: DuckDBConnection, from: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const allMatch = (name: string, pattern: string) => `bool_and(regexp_full_match(${name}, '${pattern}'))`;
  const looks = names.flatMap(name => [allMatch(name, TIME + OFFSET), allMatch(name, TIME)]);
  const seen = await connection.runAndReadAll(`select ${looks.join(', ')} from (from ${from} limit ${SAMPLE})`);
  const values = seen.getRows()[0] ?? [];
  return names.flatMap((name, index) => {
    const [zoned, naive] = values.slice(index * 2, index * 2 + 2);
    if (zoned === true) return [`cast(${name} as timestamptz) as ${name}`];
    return naive === true ? [`cast(${name} as timestamp) as ${name}`] : [];
  });
}
