import { randomUUID } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openStore } from '../../packages/service/src/store/open-store.ts';
import type { Provider, Store } from '../../packages/service/src/store/store.ts';
import { hasPostgres, sharedPostgres } from './postgres.ts';
import { tempFolderOfProcess } from './temp-folder.ts';

export type OpenStore = () => Promise<Store>;

/**
 * Runs a suite on every provider. Each call of `open` gives the store of a new, empty database, which is closed after
 * the test.
 */
export function eachStore(title: string, define: (open: OpenStore, provider: Provider) => void): void {
  const providers: Provider[] = hasPostgres(18) ? ['sqlite', 'postgresql'] : ['sqlite'];
  for (const provider of providers) {
    describe(`${title} (${provider})`, () => {
      const opened: Store[] = [];
      afterEach(async () => {
        while (opened.length > 0) await opened.pop()?.[Symbol.asyncDispose]();
      });
      const open = async () => {
        const store = await openStore({ database: await newDatabase(provider) });
        opened.push(store);
        return store;
      };
      define(open, provider);
    });
  }
}

/** A new, empty database that has gone through all migrations, as `openStore` takes it: a path or a URL. */
export async function newDatabase(provider: Provider): Promise<string> {
  if (provider === 'postgresql') {
    postgresTemplate ??= makePostgresTemplate();
    return (await sharedPostgres()).createDatabase(undefined, { template: await postgresTemplate });
  }
  sqliteTemplate ??= makeSqliteTemplate();
  const template = await sqliteTemplate;
  const path = `${dirname(template)}/${randomUUID()}.db`;
  await copyFile(template, path);
  return path;
}

let sqliteTemplate: Promise<string> | undefined;
let postgresTemplate: Promise<string> | undefined;

// Migrated once: a copy of a database takes a fraction of the time.
async function makeSqliteTemplate(): Promise<string> {
  const path = `${tempFolderOfProcess()}/template.db`;
  await migrated(path);
  return path;
}

async function makePostgresTemplate(): Promise<string> {
  const name = 'store_template';
  await migrated(await (await sharedPostgres()).createDatabase(name));
  return name;
}

async function migrated(database: string): Promise<void> {
  await (await openStore({ database }))[Symbol.asyncDispose]();
}
