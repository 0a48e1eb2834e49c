/**
 * Speed of the rows step against the databases' own clients: whole processes in turn, the same query, to a file.
 * `npx tsx bench/rows.ts [--rows 1000000] [--pairs 5] [postgres] [duckdb]`, after `npm run build`.
 */
import { stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres.ts';
import { tempFolder } from '../test/support/temp-folder.ts';
import { type BenchResult, memoryText, paired, timed } from './process.ts';

export interface BenchOptions {
  /** Rows of the table; default 5 million, some 600 MB of csv. */
  readonly rows?: number;
  /** How many times each side runs; default 5. */
  readonly pairs?: number;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function sameSize(a: string, b: string): Promise<void> {
  const [one, other] = await Promise.all([stat(a), stat(b)]);
  if (one.size !== other.size) throw new Error(`the files differ: ${one.size} and ${other.size} bytes`);
}

/** The ten columns of a sale, as both databases make them from a number `n`. */
const COLUMNS = `n as id, 'B-' || (n * 7919) as bill_number, (n % 100000) / 100.0 as amount, n % 50000 as customer_id,
  case n % 3 when 0 then 'instore' when 1 then 'online' else 'app' end as channel,
  timestamptz '2026-01-01 00:00:00+00' + n * interval '1 second' as event_date, n % 7 = 0 as returned,
  case when n % 10 = 0 then 'Müller, Anna "Anni"' else 'Smith' end as name,
  'customer' || (n % 50000) || '@example.com' as email, case when n % 4 = 0 then null else 'AT' end as country`;
const QUERY = `select cast(id as varchar) as id, bill_number, cast(amount as varchar) as amount, cast(customer_id as varchar) as customer_id,
  channel, cast(event_date as varchar) as event_date, case when returned then 'true' else 'false' end as returned, name, email, country from sales`;
const SESSION = { timezone: 'Europe/Vienna', ordered: true, sessionSecrets: {} };
const QUERY_COLUMNS = Array.from({ length: 10 }, (_, n) => ({ header: `c${n}`, type: 'text' }));

/** PostgreSQL to csv, against `psql \copy`. */
export async function benchPostgresCsv({ rows = 5_000_000, pairs = 5 }: BenchOptions = {}): Promise<BenchResult> {
  const server = await startPostgres({ version: 18 });
  await using folder = await tempFolder();
  try {
    const client = new pg.Client({ connectionString: server.url });
    // Heard when the server is stopped under it; what went wrong before is what is thrown.
    client.on('error', () => {});
    await client.connect();
    await client.query(`create table sales as select ${COLUMNS} from generate_series(1::bigint, ${rows}) as n`);
    await client.query('vacuum analyze sales');
    await client.end();
    const [mine, theirs] = [folder.join('ours.csv'), folder.join('psql.csv')];
    const query = { sql: QUERY, columns: QUERY_COLUMNS, ...SESSION };
    const task = { config: { type: 'postgres', url: server.url }, query, out: mine };
    const result = await paired(
      `PostgreSQL to csv, ${rows} rows`,
      pairs,
      () => timed(process.execPath, [script('rows-ours.mjs'), JSON.stringify(task)]),
      () =>
        timed('psql', ['-Xq', server.url, '-c', `\\copy (${QUERY.replaceAll('\n', ' ')}) to '${theirs}' csv`], {
          PGTZ: SESSION.timezone,
        }),
    );
    await sameSize(mine, theirs);
    return result;
  } finally {
    await server.stop();
  }
}

/** DuckDB to csv, against its own COPY in the process that asks. */
export async function benchDuckdbCsv({ rows = 5_000_000, pairs = 5 }: BenchOptions = {}): Promise<BenchResult> {
  await using folder = await tempFolder();
  const file = folder.join('sales.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(`create table sales as select ${COLUMNS} from range(1, ${rows + 1}) as r(n)`);
  connection.closeSync();
  instance.closeSync();
  const [mine, theirs] = [folder.join('ours.csv'), folder.join('duckdb.csv')];
  const threads = cpus().length;
  const task = {
    config: { type: 'duckdb', file, threads },
    query: { sql: QUERY, columns: QUERY_COLUMNS, ...SESSION },
    out: mine,
  };
  const anchor = { file, threads: String(threads), sql: QUERY, out: theirs };
  const result = await paired(
    `DuckDB to csv, ${rows} rows`,
    pairs,
    () => timed(process.execPath, [script('rows-ours.mjs'), JSON.stringify(task)]),
    () => timed(process.execPath, [script('rows-duckdb.mjs'), JSON.stringify(anchor)]),
  );
  await sameSize(mine, theirs);
  return result;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const option = (name: string) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? {} : { [name.slice(2)]: Number(process.argv[at + 1]) };
  };
  const options: BenchOptions = { ...option('--rows'), ...option('--pairs') };
  const all = { postgres: benchPostgresCsv, duckdb: benchDuckdbCsv };
  const named = Object.entries(all).filter(([name]) => process.argv.includes(name));
  for (const [, bench] of named.length > 0 ? named : Object.entries(all)) {
    const { name, ours, anchor, ratio, memory } = await bench(options);
    console.log(
      `${name}: ours ${ours.toFixed(2)} s, anchor ${anchor.toFixed(2)} s, ${ratio.toFixed(2)}; peak ${memoryText(memory)}`,
    );
  }
}
