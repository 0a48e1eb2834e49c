import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import { MIGRATIONS } from '../../packages/service/src/store/generated/migrations.ts';
import { sqlToReach } from '../../packages/service/src/store/schema-engine.ts';
import type { Provider } from '../../packages/service/src/store/store.ts';
import { sharedPostgres } from './postgres.ts';

const prisma = fileURLToPath(new URL('../../prisma', import.meta.url));

/** The SQL that is missing between the end of a provider's history and the models; empty when they are one. */
export async function sqlMissingInHistory(provider: Provider): Promise<string> {
  const schema = await Promise.all(
    [`${provider}/schema.prisma`, 'models/service.prisma'].map(path => readFile(`${prisma}/${path}`, 'utf8')),
  );
  const factory =
    provider === 'sqlite'
      ? new PrismaLibSql({ url: ':memory:' })
      : new PrismaPg({ connectionString: (await sharedPostgres()).url });
  return sqlToReach(provider, factory, MIGRATIONS[provider], schema.join('\n'));
}
