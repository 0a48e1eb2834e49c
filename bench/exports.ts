/** Whole exports by the command line, as a user runs them, from PostgreSQL and DuckDB, and what they take. */
import { execFileSync } from 'node:child_process';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres.ts';
import { CLI } from '../test/support/run-cli.ts';
import { startSshd } from '../test/support/sftp-server.ts';
import { type TempFolder, tempFolder } from '../test/support/temp-folder.ts';
import { type BenchResult, type Memory, median, mostOf, paired, type Timed, timed } from './process.ts';
import {
  DUCKDB_EXPORTS,
  LARGE_EXPORT,
  largeModels,
  SALES_COLUMNS,
  SALES_EXPORTS,
  salesExport,
  salesModel,
} from './sales.ts';

export interface Field extends AsyncDisposable {
  readonly url: string;
  readonly rows: number;
  readonly folder: TempFolder;
  readonly sshd: Awaited<ReturnType<typeof startSshd>>;
}

/** A PostgreSQL server and a DuckDB file with the table, an sshd, and a workspace with an export of each kind. */
export async function openField(rows: number): Promise<Field> {
  const server = await startPostgres({ version: 18 });
  const folder = await tempFolder();
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => {});
  await client.connect();
  await client.query(`create table sales as select ${SALES_COLUMNS} from generate_series(1::bigint, ${rows}) as n`);
  await client.query('alter table sales add primary key (id)');
  await client.query('vacuum analyze sales');
  await client.end();
  for (const name of ['catalog', 'exports', 'ssh', 'upload', 'anchor']) await mkdir(folder.join(name));
  const instance = await DuckDBInstance.create(folder.join('sales.duckdb'));
  const connection = await instance.connect();
  await connection.run(`create table sales as select ${SALES_COLUMNS} from range(1, ${rows + 1}) as r(n)`);
  connection.closeSync();
  instance.closeSync();
  const sshd = await startSshd(folder.join('ssh'));
  await writeFile(
    folder.join('waybill.yaml'),
    `version: 1
brand: {name: Bench, timezone: Europe/Vienna}
sources:
  db: {type: postgres, url: "\${env:BENCH_URL}"}
  duck: {type: duckdb, file: sales.duckdb}
destinations:
  sftp: {type: sftp, host: ${sshd.host}, port: ${sshd.port}, user: ${sshd.user}, key: ${JSON.stringify(sshd.keyFile)}, host_key: ${JSON.stringify(sshd.fingerprints.ed25519)}, folder: ${JSON.stringify(folder.join('upload'))}}
`,
  );
  await writeFile(folder.join('catalog/sales.model.yaml'), salesModel('sales', 'db'));
  await writeFile(folder.join('catalog/duck_sales.model.yaml'), salesModel('duck_sales', 'duck'));
  for (const [name, text] of Object.entries(largeModels()))
    await writeFile(folder.join(`catalog/${name}.model.yaml`), text);
  await writeFile(folder.join('exports/large.export.yaml'), LARGE_EXPORT);
  for (const [name, more] of Object.entries(SALES_EXPORTS))
    await writeFile(folder.join(`exports/${fileName(name)}`), salesExport(name, 'sales', more));
  for (const [name, more] of Object.entries(DUCKDB_EXPORTS))
    await writeFile(folder.join(`exports/${fileName(name)}`), salesExport(name, 'duck_sales', more));
  return {
    url: server.url,
    rows,
    folder,
    sshd,
    async [Symbol.asyncDispose]() {
      await sshd.stop();
      await server.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const fileName = (name: string): string => `${name.replaceAll(' ', '-')}.export.yaml`;

/** Runs an export; the file it keeps is removed, so that the disk does not fill. */
async function run(field: Field, name: string): Promise<Timed> {
  const { folder, url } = field;
  const args = [CLI, 'run', folder.join(`exports/${fileName(name)}`), '--json'];
  const result = await timed(process.execPath, args, { BENCH_URL: url });
  await rm(folder.join('.waybill'), { recursive: true, force: true });
  return result;
}

/** The query that an export runs, for the anchors. */
export function queryOf({ folder, url }: Field): string {
  const args = [
    CLI,
    'preview',
    folder.join('exports/csv.export.yaml'),
    '--json',
    '--rows',
    '1',
    '--show-personal-data',
  ];
  const env = { ...process.env, BENCH_URL: url };
  return (JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' })) as { sql: string }).sql;
}

const ZONE = { PGTZ: 'Europe/Vienna' };

export function benchRunToFile(field: Field, pairs: number): Promise<BenchResult> {
  const copy = `\\copy (${queryOf(field).replaceAll('\n', ' ')}) to '${field.folder.join('anchor/psql.csv')}' csv`;
  return paired(
    `waybill run: PostgreSQL to a csv file (anchor: psql \\copy of the same query)`,
    pairs,
    () => run(field, 'csv'),
    () => timed('psql', ['-Xq', field.url, '-c', copy], ZONE),
  );
}

export async function benchRunToSftp(field: Field, pairs: number): Promise<BenchResult> {
  const { folder, sshd, url } = field;
  const target = folder.join('anchor/ssh.csv');
  const ssh = `ssh -q -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -i '${sshd.keyFile}' -p ${sshd.port} ${sshd.user}@${sshd.host} "cat > '${target}'"`;
  const statement = `copy (${queryOf(field)}) to stdout csv`.replaceAll("'", `'\\''`);
  const anchor = `psql -Xq '${url}' -c '${statement}' | ${ssh}`;
  const result = await paired(
    'waybill run: PostgreSQL to SFTP (anchor: psql COPY | ssh cat)',
    pairs,
    () => run(field, 'sftp'),
    () => timed('bash', ['-o', 'pipefail', '-c', anchor], ZONE),
  );
  const [mine, theirs] = await Promise.all([stat(folder.join('upload/sales.csv')), stat(target)]);
  // Ours has a header.
  if (mine.size <= theirs.size) throw new Error(`the files differ: ${mine.size} and ${theirs.size} bytes`);
  return result;
}

export interface Taken {
  readonly name: string;
  readonly seconds: number;
  readonly memory: Memory;
}

/** Time and peak memory of an export in every kind of file. */
export async function benchEveryKind(field: Field): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const name of [...Object.keys(SALES_EXPORTS), ...Object.keys(DUCKDB_EXPORTS)]) {
    const { seconds, memory } = await run(field, name);
    await rm(field.folder.join('upload/sales.csv'), { force: true });
    taken.push({ name, seconds, memory });
  }
  return taken;
}

/** Whole processes that a person waits for; medians in seconds. */
export async function benchWaiting(field: Field, runs: number): Promise<Taken[]> {
  const { folder, url } = field;
  const file = folder.join('exports/csv.export.yaml');
  const commands = {
    'validate one file': ['validate', file],
    'validate one file over three large models': ['validate', folder.join('exports/large.export.yaml')],
    'preview 50 rows': ['preview', file, '--rows', '50'],
  };
  const taken: Taken[] = [];
  for (const [name, args] of Object.entries(commands)) {
    const all: Timed[] = [];
    for (let n = 0; n <= runs; n++) all.push(await timed(process.execPath, [CLI, ...args], { BENCH_URL: url }));
    // The first warms the disk's cache.
    const counted = all.slice(1);
    taken.push({
      name,
      seconds: median(counted.map(one => one.seconds)),
      memory: mostOf(counted.map(one => one.memory)),
    });
  }
  return taken;
}
