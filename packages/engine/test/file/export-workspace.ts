/** A workspace over a small DuckDB database, to make files by whole runs as users do. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { prepareExport, type RunRequest, runExport } from '../../src/index.ts';
import { Temporal } from '../../src/time/index.ts';
import { loadWorkspace } from '../../src/workspace/index.ts';

export interface ExportWorkspace extends AsyncDisposable {
  /** A path in the workspace's folder. */
  at(path: string): string;
  /** Runs an export of the model `t`; `definition` is its YAML after the head. */
  run(definition: string, request?: Partial<RunRequest>): ReturnType<typeof runExport>;
  prepare(definition: string): ReturnType<typeof prepareExport>;
}

/** @param fields YAML of the model's fields. @param sql statements that make the table `t`. */
export async function exportWorkspace(fields: string, sql: string): Promise<ExportWorkspace> {
  const folder = await tempFolder();
  const at = (path: string) => join(folder.path, path);
  for (const name of ['catalog', 'share', 'other', 'keys']) await mkdir(at(name));
  await writeFile(
    at('waybill.yaml'),
    `version: 1
brand: {name: Test, timezone: Europe/Vienna}
sources: {db: {type: duckdb, file: t.duckdb}}
destinations: {share: {type: local, folder: share}, other: {type: local, folder: other}}
`,
  );
  await writeFile(at('catalog/t.model.yaml'), `version: 1\nmodel: t\ntable: t\nkey: id\nfields: ${fields}\n`);
  const instance = await DuckDBInstance.create(at('t.duckdb'));
  const connection = await instance.connect();
  await connection.run(`set TimeZone = 'UTC'`);
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();

  const prepare = (definition: string) =>
    prepareExport({
      workspace: loadWorkspace(folder.path, { cwd: folder.path, env: {} }),
      text: `version: 1\nname: t\nmodel: t\n${definition}`,
      file: 'exports/t.export.yaml',
      runAt: Temporal.Instant.from('2026-11-22T09:00:00Z'),
    });
  return {
    at,
    prepare,
    run: (definition, request) =>
      runExport(prepare(definition), {
        runId: 'r1',
        keepFolder: at('kept'),
        signal: new AbortController().signal,
        ...request,
      }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
