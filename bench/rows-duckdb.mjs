// The anchor: DuckDB's own COPY to a file, in its own process: `node rows-duckdb.mjs '{"file", "threads", "sql", "out"}'`.
import { DuckDBInstance } from '@duckdb/node-api';

const { file, threads, sql, out } = JSON.parse(process.argv[2]);
const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY', threads, memory_limit: '512 MB' });
const connection = await instance.connect();
await connection.run("set TimeZone = 'Europe/Vienna'");
await connection.run(`copy (${sql}) to '${out}' (format csv, header false)`);
