import { DuckDBInstance } from '@duckdb/node-api';
import type { TempFolder } from '../support/temp-folder.ts';
import { peopleExport, smallWorkspace, WAYBILL_YAML } from './small-workspace.ts';

const MODEL = `version: 1
model: people
table: people
key: id
fields:
  id: {type: integer, identifier: true}
  name: string
`;

/** More rows than any machine writes before a test has looked and sent its signal; they are made as they are read. */
const ROWS = 20_000_000_000;

/** A workspace whose export does not end by itself; `more` are further lines of waybill.yaml. */
export async function endlessWorkspace(
  folder: TempFolder,
  { destination = '{type: local, folder: out}' }: { readonly destination?: string } = {},
): Promise<void> {
  await smallWorkspace(folder, {
    'waybill.yaml': WAYBILL_YAML.replace(
      '{type: duckdb, folder: data}',
      '{type: duckdb, file: data/large.duckdb}',
    ).replace('{type: local, folder: out}', destination),
    'catalog/people.model.yaml': MODEL,
    'exports/people.export.yaml': peopleExport('order: none\ndeliver: {to: share, manifest: json}\n', '[id, name]'),
  });
  const database = await DuckDBInstance.create(folder.join('data/large.duckdb'));
  const connection = await database.connect();
  await connection.run(`create view people as select i as id, repeat('x', 200) as name from range(${ROWS}) t(i)`);
  connection.closeSync();
  database.closeSync();
}
