import type { Logger } from 'pino';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
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
export function openStore({ database, log }: StoreOptions): Promise<Store> {
  return /^postgres(ql)?:\/\//.test(database) ? openPostgres(database, log) : openSqlite(database, log);
}
