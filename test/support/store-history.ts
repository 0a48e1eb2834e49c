import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../packages/service/src/store/open-store.ts';
import { connectForMigration } from '../../packages/service/src/store/postgres-migration.ts';
import { sqlToReach } from '../../packages/service/src/store/schema-engine.ts';
import { SqliteConnection } from '../../packages/service/src/store/sqlite-connection.ts';
import type { Provider } from '../../packages/service/src/store/store.ts';
import { sharedPostgres } from './postgres.ts';
import { tempFolder } from './temp-folder.ts';

const prisma = fileURLToPath(new URL('../../prisma', import.meta.url));

/** The SQL that is missing between the end of a provider's history and the models; empty when they are one. */
export async function sqlMissingInHistory(provider: Provider): Promise<string> {
  const schema = await Promise.all(
    [`${provider}/schema.prisma`, 'models/service.prisma'].map(path => readFile(`${prisma}/${path}`, 'utf8')),
  );
  await using folder = await tempFolder();
  const database = provider === 'sqlite' ? folder.join('store.db') : await (await sharedPostgres()).createDatabase();
  await (await openStore({ database }))[Symbol.asyncDispose]();

  if (provider === 'postgresql') {
    await using connection = await connectForMigration(database);
    await connection.query('begin');
    return await sqlToReach(provider, connection.adapter, schema.join('\n'));
  }
  const connection = new SqliteConnection(database);
  try {
    return await sqlToReach(provider, connection.adapter, schema.join('\n'));
  } finally {
    connection.close();
  }
}
