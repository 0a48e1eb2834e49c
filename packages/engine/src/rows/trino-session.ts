import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { HASH_KEY, HASH_MARK } from '../dialect/trino.ts';
import type { CompiledQuery, Row } from './source.ts';

/** A query as it is sent, and what is done to its rows. */
export interface TrinoRequest {
  readonly sql: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Puts the hashes into rows, where the query asks for any. */
  readonly finish: (rows: readonly Row[]) => readonly Row[];
}

/**
 * Trino has no variables that a query could read. Lists of ids (D7) stand before the query as named subqueries, and count
 * towards the length that the coordinator allows. The key of `protect: hash` never leaves this process (Q2): the query
 * marks the texts to be hashed, and they are hashed as they arrive. The mark is random, so no stored text can have it.
 */
export function trinoRequest(query: Pick<CompiledQuery, 'sql' | 'timezone' | 'sessionSecrets'>): TrinoRequest {
  const { [HASH_KEY]: key, ...lists } = query.sessionSecrets;
  const mark = key === undefined ? undefined : randomBytes(16).toString('hex');
  const marking = mark === undefined ? '' : `WITH FUNCTION ${HASH_MARK}() RETURNS varchar RETURN '${mark}'\n`;
  const named = Object.entries(lists).map(
    ([name, entries]) =>
      `${quoted(name)} (entry) AS (SELECT entry FROM UNNEST(split(${literal(entries)}, chr(31))) AS t (entry))`,
  );
  const subqueries = named.length === 0 ? '' : `WITH ${named.join(', ')}\n`;
  return {
    sql: marking + subqueries + query.sql,
    headers: {
      'x-trino-time-zone': query.timezone,
      // Names of months and weekdays are English everywhere.
      'x-trino-language': 'en-US',
    },
    finish: key === undefined || mark === undefined ? rows => rows : hashing(Buffer.from(key, 'base64'), mark),
  };
}

function hashing(key: Buffer, mark: string): TrinoRequest['finish'] {
  const secret = createSecretKey(key);
  const shown = (cell: string | null) =>
    cell?.startsWith(mark) ? createHmac('sha256', secret).update(cell.slice(mark.length), 'utf8').digest('hex') : cell;
  return rows => rows.map(row => row.map(shown));
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
