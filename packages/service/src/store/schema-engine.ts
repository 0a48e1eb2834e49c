import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Migration } from './generated/migrations.ts';
import type { Provider } from './store.ts';

const BINDINGS = '@prisma/schema-engine-wasm/schema_engine_bg';
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** What is needed of it; Node's types leave it to those of browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(
    module: object,
    imports: object,
  ): Promise<{ readonly exports: { readonly __wbindgen_start: () => void } }>;
};

let loaded: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | undefined;

/** Its bindings keep views of the memory of the one instance that they were given first. */
async function load() {
  const bindings: typeof import('@prisma/schema-engine-wasm/schema_engine_bg') = await import(BINDINGS);
  const file = new URL('schema_engine_bg.wasm', import.meta.resolve(BINDINGS));
  const module = await WebAssembly.compile(await readFile(fileURLToPath(file)));
  const { exports } = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return bindings;
}

/** Lends Prisma's schema engine: WebAssembly of some 5 MB, read only when there is something to migrate. */
async function withSchemaEngine<T>(
  provider: Provider,
  factory: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  const { SchemaEngine } = await loaded;
  const schema = `datasource db {\n  provider = "${provider}"\n}\n`;
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  let engine: SchemaEngine | undefined;
  try {
    engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, bound);
    return await work(engine);
  } catch (error) {
    // What failed on this side of it comes back as a number.
    const [, id] = /External error id#(\d+)/.exec(String(error)) ?? [];
    throw (id && bound.errorRegistry.consumeError(Number(id))?.error) || error;
  } finally {
    engine?.free();
  }
}

/** A history of migrations as the engine takes it: as if read from a folder. */
const listOf = (provider: Provider, migrations: readonly Migration[]) => ({
  baseDir: '/migrations',
  lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"` },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  })),
});

/** Applies what is missing, and writes it down in `_prisma_migrations` as Prisma's own CLI does. */
export async function applyMigrations(
  provider: Provider,
  factory: SqlMigrationAwareDriverAdapterFactory,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  return withSchemaEngine(provider, factory, async engine => {
    const migrationsList = listOf(provider, migrations);
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  });
}

/** The SQL that leads from a database as it is to a schema; empty when it is there. */
export async function sqlToReach(
  provider: Provider,
  factory: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
): Promise<string> {
  return withSchemaEngine(provider, factory, async engine => {
    const files = [{ path: 'schema.prisma', content: schema }];
    const { stdout, exitCode } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '/' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  });
}
