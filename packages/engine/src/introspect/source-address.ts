import { stat } from 'node:fs/promises';
import { basename, isAbsolute, parse, relative, resolve } from 'node:path';
import { fail } from '../errors/index.ts';
import { safeName } from './names.ts';

/** What `--from` comes down to in waybill.yaml. */
export interface SourceAddress {
  /** Name that the source gets, from the database or the file. */
  readonly name: string;
  /** Settings as they are written: without any secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Secrets that the settings name; name → value. */
  readonly secrets: Readonly<Record<string, string>>;
}

const DATA_FILE = /\.(parquet|csv|json|ndjson|jsonl)(\.gz|\.zst)?$/i;

/** Reads `--from`: an address of PostgreSQL, a DuckDB database, a data file, or a folder of data files (K8). */
export async function sourceAddress(from: string, folder: string, cwd: string): Promise<SourceAddress> {
  if (/^postgres(ql)?:\/\//i.test(from)) return postgresAddress(from, cwd);
  const path = resolve(cwd, from);
  const found = await stat(path).catch(() => undefined);
  // An address of another database, or a slip: what it says may hold a password and is shown without it.
  if (!found) return fail('init-from-unknown', { address: from.replace(/(:\/\/[^/?#@]*?):[^@]*@/, '$1:***@') });
  const written = inside(folder, path) ? relative(folder, path) : path;
  const stem = parse(basename(path).replace(/\.(gz|zst)$/i, '')).name;
  const name = sourceName(stem);
  if (found.isDirectory()) return { name, settings: { type: 'duckdb', folder: written }, secrets: {} };
  if (DATA_FILE.test(path)) return { name, settings: { type: 'duckdb', files: { [stem]: written } }, secrets: {} };
  return { name, settings: { type: 'duckdb', file: written }, secrets: {} };
}

/** A file of the workspace is named from there, so that the folder can be moved; any other as it is. */
function inside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** The password goes where secrets are; the rest of the address is for people to read. */
function postgresAddress(from: string, cwd: string): SourceAddress {
  let url: URL;
  try {
    url = new URL(from);
  } catch {
    return {
      name: 'database',
      settings: { type: 'postgres', url: '${secret:database_url}' },
      secrets: { database_url: from },
    };
  }
  const database = decoded(url.pathname.slice(1)) || url.searchParams.get('dbname') || decoded(url.username);
  const name = sourceName(database);
  const password = decoded(url.password) || url.searchParams.get('password') || '';
  url.password = '';
  url.searchParams.delete('password');
  // On the command line they count from the current folder, in waybill.yaml from its own.
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
    const file = url.searchParams.get(name);
    if (file && file !== 'system') url.searchParams.set(name, resolve(cwd, file));
  }
  const key = `${name}_password`;
  return {
    name,
    settings: {
      type: 'postgres',
      url: url.toString(),
      ...(password !== '' && { password: `\${secret:${key}}` }),
    },
    secrets: password === '' ? {} : { [key]: password },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Names of sources are of plain letters. */
const sourceName = (text: string): string =>
  safeName(text, 'database')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9_]+/g, '')
    .replaceAll(/^_+|_+$/g, '') || 'database';
