import { fail } from '@waybill/engine/errors';
import type { Migration } from './generated/migrations.ts';

/** A row of Prisma's table `_prisma_migrations`. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly rolledBack: boolean;
}

/**
 * Whether a database has gone through all migrations of this version.
 * @param applied what it went through, or undefined when it has never been migrated.
 * @throws WaybillError `store-newer`, `store-changed`.
 */
export function migrationState(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[] | undefined,
): 'current' | 'behind' {
  const standing = (applied ?? []).filter(row => !row.rolledBack);
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const newer = standing.map(row => row.name).filter(name => !known.has(name));
  if (newer.length > 0) fail('store-newer', { migrations: newer });
  const changed = standing.find(row => known.get(row.name) !== row.checksum);
  if (changed) fail('store-changed', { migration: changed.name });
  const done = new Set(standing.filter(row => row.finished).map(row => row.name));
  return migrations.every(({ name }) => done.has(name)) ? 'current' : 'behind';
}
