import { mkdir, rm, writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { prepareExport, type RunRequest, runExport, WaybillError } from '../../src/index.ts';
import { Temporal } from '../../src/time/index.ts';
import { loadWorkspace, type WorkspaceOptions } from '../../src/workspace/index.ts';

const WORKSPACE = `
version: 1
brand: {name: Test, timezone: Europe/Vienna}
sources: {db: {type: duckdb, file: t.duckdb}}
destinations:
  share: {type: local, folder: share}
  other: {type: local, folder: other}
  nowhere: {type: local, folder: missing}
protect: {hash_key: "\${env:KEY}"}
`;
export const SALES_MODEL = `
version: 1
model: sales
table: sales
key: id
event_date: at
updated_at: at
fields: {id: integer, note: string, email: {type: string, pii: true}, amount: decimal, at: datetime}
`;

/** A workspace with one table of three rows, and the folders of its destinations. */
export interface SalesWorkspace extends TempFolder {
  prepare(definition: string, more?: object): ReturnType<typeof prepareExport>;
  run(definition: string, request?: Partial<RunRequest>, more?: object): ReturnType<typeof runExport>;
  /** SQL on its database. */
  change(sql: string): Promise<void>;
  /** The database is gone: who asks it now fails. */
  removeDatabase(): Promise<void>;
  /** More of the workspace, for `prepare` and `run` that follow. */
  options: WorkspaceOptions;
}

export async function salesWorkspace(): Promise<SalesWorkspace> {
  const folder = await tempFolder();
  for (const name of ['catalog', 'share', 'other']) await mkdir(folder.join(name));
  await writeFile(folder.join('waybill.yaml'), WORKSPACE);
  await writeFile(folder.join('catalog', 'sales.model.yaml'), SALES_MODEL);
  const change = async (sql: string) => {
    const instance = await DuckDBInstance.create(folder.join('t.duckdb'));
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
  };
  await change('create table sales (id int, note text, email text, amount decimal(10,2), "at" timestamptz)');
  await change(`insert into sales values
    (1, 'a,b', 'anna@example.com', 1.50, '2026-11-20 10:00:00+00'), (2, '=1+1', null, 2.00, '2026-11-21 10:00:00+00'),
    (3, null, 'bob@example.com', null, '2026-11-22 08:00:00+00')`);
  const sales: SalesWorkspace = {
    ...folder,
    options: {},
    change,
    removeDatabase: () => rm(folder.join('t.duckdb')),
    prepare(definition, more = {}) {
      const options = { cwd: folder.path, env: { KEY: 'k' }, ...sales.options };
      const workspace = loadWorkspace(folder.path, options);
      const text = `version: 1\nname: sales\nmodel: sales\n${definition}`;
      const runAt = Temporal.Instant.from('2026-11-22T09:00:00Z');
      return prepareExport({ workspace, text, file: 'exports/sales.export.yaml', runAt, ...more });
    },
    async run(definition, request = {}, more = {}) {
      const keepFolder = folder.join('kept');
      const signal = new AbortController().signal;
      return runExport(sales.prepare(definition, more), { runId: 'r1', keepFolder, signal, ...request });
    },
  };
  return sales;
}

/** The problems that a promise fails with; anything else is a failure of the test. */
export async function problemsOf(work: Promise<unknown>) {
  const error = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof WaybillError) return error.problems;
  throw error;
}
