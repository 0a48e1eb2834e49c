import { DuckDBInstance } from '@duckdb/node-api';

/** Asks a DuckDB file one thing after another, read-only; values come as JSON has them, numbers beyond doubles as text. */
export const askDuckDb = async <T>(
  file: string,
  work: (ask: (sql: string) => Promise<readonly (readonly unknown[])[]>) => Promise<T>,
): Promise<T> => {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    try {
      await connection.run("set TimeZone = 'UTC'");
      return await work(async sql => (await connection.runAndReadAll(sql)).getRowsJson());
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
};
