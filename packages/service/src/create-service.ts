import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openArtifacts } from './artifacts/open-artifacts.ts';
import type { ServiceConfig } from './config.ts';
import type { Clock, ServiceContext } from './context.ts';
import { loadKeys } from './security/load-key.ts';
import { Signals } from './signals.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { version } from './version.ts';
import { readWorkspace } from './workspace-source.ts';

export interface ServiceParts {
  readonly config: ServiceConfig;
  readonly log: Logger;
  /** Default: this machine's. */
  readonly clock?: Clock;
  /** One that is open already, and stays the caller's. Default: that of WAYBILL_DATABASE. */
  readonly store?: Store;
}

export interface OpenService extends ServiceContext, AsyncDisposable {}

/** The database of a workspace where no other is said. */
export const defaultDatabase = (folder: string): string => join(folder, '.waybill', 'service', 'waybill.db');

/** Opens what the parts of the service share: database, keys, kept files, workspace. Nothing runs yet. */
export async function createService({
  config,
  log,
  clock = { now: () => new Date() },
  ...given
}: ServiceParts): Promise<OpenService> {
  const store =
    given.store ?? (await openStore({ database: config.WAYBILL_DATABASE ?? defaultDatabase(config.folder), log }));
  try {
    const keys = await loadKeys(config, store);
    const base = { config, store, clock, log, keys, signals: new Signals() };
    return {
      ...base,
      artifacts: await openArtifacts(config),
      workspace: () => readWorkspace(base),
      workerId: `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`,
      version: version(),
      async [Symbol.asyncDispose]() {
        if (!given.store) await store[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    if (!given.store) await store[Symbol.asyncDispose]();
    throw error;
  }
}
