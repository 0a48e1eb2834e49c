import type { Logger } from 'pino';
import type { Store } from './store.ts';

export async function openPostgres(_database: string, _log?: Logger): Promise<Store> {
  throw new Error('not yet');
}
