import { DuckDBInstance } from '@duckdb/node-api';
import type { TempFolder } from '../support/temp-folder.ts';
import { type Files, WAYBILL_YAML } from './small-workspace.ts';

/** An export beside those of the small workspace that does not end by itself, and what it needs. */
export const ENDLESS_FILES: Files = {
  'waybill.yaml': WAYBILL_YAML.replace(
    '{files: {type: duckdb, folder: data}}',
    '{files: {type: duckdb, folder: data}, large: {type: duckdb, file: large.duckdb}}',
  ),
  'catalog/endless.model.yaml': `version: 1
model: endless
source: large
table: endless
key: id
fields: {id: {type: integer, identifier: true}, name: string}
`,
  'exports/endless.export.yaml': `version: 1
name: endless
model: endless
fields: [id, name]
filters: none
order: none
deliver: {to: share}
schedule: {daily: {hours: [2]}}
`,
};

/** Its table: more rows than any machine reads before a test has looked. They are made as they are read. */
export async function endlessTable(folder: TempFolder): Promise<void> {
  const database = await DuckDBInstance.create(folder.join('large.duckdb'));
  const connection = await database.connect();
  await connection.run(`create view endless as select i as id, repeat('x', 200) as name from range(20000000000) t(i)`);
  connection.closeSync();
  database.closeSync();
}
