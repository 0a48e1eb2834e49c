import { readdir } from 'node:fs/promises';
import { parse, resolve } from 'node:path';
import { fail } from '../errors/index.ts';
import type { DuckdbSourceConfig } from './config.ts';
import type { DuckdbOpening } from './duckdb-messages.ts';

const READABLE = /\.(parquet|csv|json|ndjson|jsonl)(\.gz|\.zst)?$/i;

/** The database file or the tables that a source's configuration names, with absolute paths. */
export async function whatToOpen(
  source: string,
  config: DuckdbSourceConfig,
  workspaceFolder: string,
): Promise<Pick<DuckdbOpening, 'file' | 'tables'>> {
  const absolute = (path: string) => resolve(workspaceFolder, path);
  if (config.file !== undefined) return { file: absolute(config.file), tables: {} };
  if (config.folder !== undefined)
    return { file: undefined, tables: await tablesOf(source, config.folder, absolute(config.folder)) };
  const tables = Object.entries(config.files ?? {}).map(([table, paths]) => [table, [paths].flat().map(absolute)]);
  return { file: undefined, tables: Object.fromEntries(tables) };
}

/** Every readable file of a folder as a table of its stem; two files of one stem are the user's to tell apart. */
async function tablesOf(source: string, written: string, folder: string): Promise<Record<string, string[]>> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter(name => READABLE.test(name)).sort();
  } catch {
    return fail('source-file-missing', { source, path: written });
  }
  const tables = new Map<string, string>();
  for (const name of names) {
    const stem = parse(name.replace(/\.(gz|zst)$/i, '')).name;
    const other = tables.get(stem);
    if (other !== undefined)
      fail('source-settings', {
        source,
        detail: `${other} and ${name} would both be the table "${stem}"; name them under \`files:\``,
      });
    tables.set(stem, name);
  }
  return Object.fromEntries([...tables].map(([stem, name]) => [stem, [resolve(folder, name)]]));
}
