/**
 * Trino to csv, against Trino's own command line: whole processes in turn, the same query, to a file.
 * `WAYBILL_TEST_TRINO=1 npx tsx bench/trino.ts [--rows 1500000] [--pairs 3]`, after `npm run build`.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tempFolder } from '../test/support/temp-folder.ts';
import { trinoCommandLine, trinoInstallation } from '../test/support/trino-install.ts';
import { startTrino } from '../test/support/trino-server.ts';
import { memoryText, paired, timed } from './process.ts';

const COLUMNS = [
  'orderkey',
  'custkey',
  'orderstatus',
  'totalprice',
  'orderdate',
  'orderpriority',
  'clerk',
  'shippriority',
  'comment',
];

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1500000' }, pairs: { type: 'string', default: '3' } },
});
const java = join(trinoInstallation()?.javaHome ?? '', 'bin', 'java');
const cli = trinoCommandLine();
const server = await startTrino();
try {
  await using folder = await tempFolder();
  const cells = COLUMNS.map(name => `CAST(${name} AS varchar) AS ${name}`).join(', ');
  const sql = `SELECT ${cells} FROM tpch.sf1.orders LIMIT ${Number(values.rows)}`;
  const ours = JSON.stringify({
    config: { type: 'trino', url: server.url, user: server.user, catalog: 'tpch', schema: 'sf1' },
    query: {
      sql,
      columns: COLUMNS.map(header => ({ header, type: 'text' })),
      timezone: 'UTC',
      ordered: false,
      sessionSecrets: {},
    },
    out: folder.join('ours.csv'),
  });
  const shell = `exec "$0" -jar "$1" --server "$2" --output-format CSV_UNQUOTED --execute "$3" > "$4"`;
  const result = await paired(
    `Trino to csv, ${values.rows} rows`,
    Number(values.pairs),
    () => timed(process.execPath, [fileURLToPath(new URL('rows-trino.mjs', import.meta.url)), ours]),
    () => timed('sh', ['-c', shell, java, cli, server.url, sql, folder.join('theirs.csv')]),
  );
  console.log(
    `${result.name}: ours ${result.ours.toFixed(2)} s, Trino's CLI ${result.anchor.toFixed(2)} s, ${result.ratio.toFixed(2)}; peak ${memoryText(result.memory)}`,
  );
} finally {
  await server.stop();
}
