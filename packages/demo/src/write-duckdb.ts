import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type DemoRows, type DemoSize, type DemoWatch, generate } from './generate.ts';

/** Nothing is fetched from anywhere: what the demo needs is built in. */
const OFFLINE = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' } as const;

/** Opens a DuckDB file, makes the demo data in it, calls `then` if given, and closes it. */
export const withDemoDatabase = async <T>(
  file: string,
  size: DemoSize & DemoWatch,
  then: (connection: Awaited<ReturnType<DuckDBInstance['connect']>>, rows: DemoRows) => Promise<T>,
): Promise<T> => {
  const instance = await DuckDBInstance.create(file, OFFLINE);
  try {
    const connection = await instance.connect();
    try {
      const rows = await generate(connection, size, size);
      return await then(connection, rows);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
};

/**
 * Writes the demo data into a DuckDB file, in the schema `loyalty`. The file is made beside itself and then put in
 * its place, so that whoever reads it never sees half of it; one that was there is replaced.
 *
 * @returns the number of rows of each table
 */
export const writeDuckDb = async ({
  file,
  ...size
}: DemoSize & DemoWatch & { readonly file: string }): Promise<DemoRows> => {
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true });
  await rm(partial, { force: true });
  try {
    const rows = await withDemoDatabase(partial, size, async (_, made) => made);
    await rename(partial, file);
    return rows;
  } finally {
    await rm(partial, { force: true });
    await rm(`${partial}.wal`, { force: true });
  }
};
