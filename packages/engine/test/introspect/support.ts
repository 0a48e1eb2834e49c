/** What the tests of introspection share: a workspace over a real database that was made for the test. */
import { strict as assert } from 'node:assert';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { sharedPostgres } from '../../../../test/support/postgres.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { type ModelDefinition, modelSchema } from '../../src/catalog/index.ts';
import { parseYaml } from '../../src/definition/parse-yaml.ts';
import { type Code, WaybillError } from '../../src/errors/index.ts';
import { type ImportResult, importCatalog } from '../../src/introspect/index.ts';
import { previewExport } from '../../src/preview-export.ts';
import { prepareExport } from '../../src/run/prepare-export.ts';
import { Temporal } from '../../src/time/index.ts';
import { loadWorkspace, type Workspace } from '../../src/workspace/index.ts';

export const SIGNAL = new AbortController().signal;

export interface TestWorkspace extends AsyncDisposable {
  readonly folder: TempFolder;
  /** Runs statements in the database. */
  sql(...statements: readonly string[]): Promise<void>;
  load(): Workspace;
  /** The same folder, with another user of the database. */
  as(user: string, password: string): TestWorkspace;
  /** Imports and checks that everything in the catalog then loads without a problem. */
  import(choice?: { only?: readonly string[]; restore?: boolean; write?: boolean }): Promise<ImportResult>;
  /** Text of a file in the catalog. */
  read(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
  /** Every file of the catalog by its name. */
  all(): Promise<Record<string, string>>;
  /** A model file, as the language reads it. */
  model(name: string): Promise<ModelDefinition>;
}

export async function postgresWorkspace(version: 18 | 15, ...statements: readonly string[]): Promise<TestWorkspace> {
  const url = await (await sharedPostgres(version)).createDatabase();
  const sql = async (...more: readonly string[]) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of more) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await sql(...statements);
  return workspaceOver('{type: postgres, url: "${env:CRM_URL}"}', { CRM_URL: url }, () => sql);
}

export async function duckdbWorkspace(...statements: readonly string[]): Promise<TestWorkspace> {
  const workspace = await workspaceOver('{type: duckdb, file: crm.duckdb}', {}, folder => async (...more) => {
    const instance = await DuckDBInstance.create(folder.join('crm.duckdb'));
    const connection = await instance.connect();
    for (const statement of more) await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
  });
  await workspace.sql(...statements);
  return workspace;
}

async function workspaceOver(
  source: string,
  env: NodeJS.ProcessEnv,
  sqlIn: (folder: TempFolder) => TestWorkspace['sql'],
): Promise<TestWorkspace> {
  const folder = await tempFolder();
  await writeFile(
    folder.join('waybill.yaml'),
    `version: 1\nbrand: {name: Test, timezone: Europe/Vienna}\nsources:\n  crm: ${source}\n`,
  );
  await mkdir(folder.join('catalog'));
  return workspaceIn(folder, env, sqlIn(folder));
}

function workspaceIn(folder: TempFolder, env: NodeJS.ProcessEnv, sql: TestWorkspace['sql']): TestWorkspace {
  const load = () => loadWorkspace(folder.path, { env, cwd: folder.path });
  const read = (name: string) => readFile(folder.join('catalog', name), 'utf8');
  return {
    folder,
    load,
    read,
    sql,
    as(user, password) {
      const url = new URL(env.CRM_URL ?? '');
      Object.assign(url, { username: user, password });
      return workspaceIn(folder, { ...env, CRM_URL: url.toString() }, sql);
    },
    async import(choice = {}) {
      const workspace = load();
      const result = await importCatalog({ workspace, source: 'crm', write: true, signal: SIGNAL, ...choice });
      assert.deepEqual(load().catalogProblems(), []);
      return result;
    },
    write: (name, text) => writeFile(folder.join('catalog', name), text),
    async all() {
      const names = (await readdir(folder.join('catalog'))).sort();
      return Object.fromEntries(await Promise.all(names.map(async name => [name, await read(name)] as const)));
    },
    model: async name => modelSchema.parse(parseYaml(await read(`${name}.model.yaml`)).value),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}

/** The first rows of an export of all fields of a model, and of the names of everything it relates to. */
export async function previewOfAll(
  workspace: Workspace,
  model: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const one = [...(workspace.catalog.models.get(model)?.relations.values() ?? [])].filter(({ kind }) => kind === 'one');
  const paths = one.flatMap(({ name, match }) => match.slice(0, 1).map(([, field]) => `${name}.${field}`));
  const fields = JSON.stringify(['all', ...paths]);
  const text = `{version: 1, name: all, model: ${JSON.stringify(model)}, fields: ${fields}, filters: none}`;
  const prepared = prepareExport({ workspace, text, runAt: Temporal.Now.instant() });
  const preview = await previewExport(prepared, { rows: 5, showPersonalData: true, signal: SIGNAL });
  return preview.table;
}

/** For `assert.rejects`: an error of this code. */
export const isCode = (code: Code) => (error: unknown) => {
  assert.ok(error instanceof WaybillError, String(error));
  assert.equal(error.code, code);
  return true;
};
