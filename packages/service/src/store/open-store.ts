import type { Logger } from 'pino';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** `postgres://…` or `postgresql://…`, else the path of an SQLite file, which is made when it is not there. */
  readonly database: string;
  readonly log?: Logger;
}

/**
 * Opens the service's database and brings it up to date (C3).
 * @throws WaybillError `store-…`: in use, unreachable, denied, of a newer version, not Waybill's.
 */
export async function openStore({ database, log }: StoreOptions): Promise<Store> {
  // One of them, since the driver of the other would only take memory.
  if (/^postgres(ql)?:\/\//.test(database)) return (await import('./postgres.ts')).openPostgres(database, { log });
  return (await import('./sqlite.ts')).openSqlite(database, { log });
}
