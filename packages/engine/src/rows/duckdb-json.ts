import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier } from './duckdb-quote.ts';

/** How many rows are looked at for the shape of times: about a second at most. */
const SAMPLE = 1_000_000;

/**
 * SELECT over JSON files (`list` is SQL). DuckDB reads `2026-01-02T03:04:05+02:00` as a time without a zone, in UTC;
 * here a column whose times all say their offset is an instant, one where none does has no zone, and a mixed one
 * stays text. What is nested is JSON.
 */
export async function jsonSelection(connection: DuckDBConnection, list: string): Promise<string> {
  const guessed = `read_json(${list}, union_by_name = true)`;
  const described = await connection.runAndReadAll(`describe select * from ${guessed}`);
  const typeOf = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
  const nested = [...typeOf].filter(([, type]) => /^(STRUCT|MAP|UNION)\(|\[\d*\]$/.test(type)).map(([name]) => name);
  const times = [...typeOf].filter(([, type]) => type === 'TIMESTAMP').map(([name]) => name);
  // A form that no time has, so that times stay the text that they are.
  const from = times.length === 0 ? guessed : `read_json(${list}, union_by_name = true, timestampformat = '%%')`;
  const replaced = [
    ...nested.map(name => `to_json(${identifier(name)}) as ${identifier(name)}`),
    ...(await timesOf(connection, from, times)),
  ];
  return `select *${replaced.length === 0 ? '' : ` replace (${replaced.join(', ')})`} from ${from}`;
}

async function timesOf(connection: DuckDBConnection, from: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const looks = names.flatMap(name => {
    const zoned = `regexp_matches(${identifier(name)}, '(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)$')`;
    return [`bool_and(${zoned})`, `bool_or(${zoned})`];
  });
  const seen = await connection.runAndReadAll(`select ${looks.join(', ')} from (from ${from} limit ${SAMPLE})`);
  const values = seen.getRows()[0] ?? [];
  return names.flatMap((name, index) => {
    const [all, some] = values.slice(index * 2, index * 2 + 2);
    if (some === true && all !== true) return [];
    return [`cast(${identifier(name)} as ${all === true ? 'timestamptz' : 'timestamp'}) as ${identifier(name)}`];
  });
}
