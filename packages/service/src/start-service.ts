import { resolve } from 'node:path';
import { keepHeapSmall } from '@waybill/engine';
import { requireWorkspace } from '@waybill/engine/workspace';
import type { Logger } from 'pino';
import { startTidying } from './artifacts/tidy.ts';
import { createService, type OpenService } from './create-service.ts';
import { createServer } from './http/server.ts';
import type { Loop } from './loop.ts';
import { makeLog } from './make-log.ts';
import { createMetrics } from './metrics.ts';
import { startNotices } from './notices/send-notices.ts';
import { startPresence } from './queue/presence.ts';
import { recoverRuns } from './queue/recover-runs.ts';
import { startWorker, type Worker } from './queue/worker.ts';
import { readConfig } from './read-config.ts';
import { startScheduler } from './schedule/scheduler.ts';
import { endLocalConnection, writeLocalConnection } from './security/local-connection.ts';

export interface StartRequest {
  /** The workspace, or a folder in it. */
  readonly folder: string;
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** In place of WAYBILL_PORT; 0 takes a free one. */
  readonly port?: number | undefined;
  /** In place of WAYBILL_HOST. */
  readonly host?: string | undefined;
  /** Default: lines of JSON on the standard output. */
  readonly log?: Logger | undefined;
}

export interface RunningService {
  /** Where it listens. */
  readonly url: string;
  readonly workspace: string;
  /** Takes no more work, waits WAYBILL_GRACE for runs at work, hands the rest over, and closes everything (C4). */
  stop(): Promise<void>;
}

/**
 * Starts a process of the service (C3): opens and migrates its database, then answers requests, fires schedules, works
 * on runs and sends notices, as WAYBILL_ROLE says. Several processes may share a PostgreSQL database.
 * @throws WaybillError for settings, a workspace or a database that cannot be used; nothing is left running then.
 */
export async function startService({
  folder,
  env = process.env,
  port,
  host,
  log: given,
}: StartRequest): Promise<RunningService> {
  // It runs for weeks, mostly idle: memory is worth more than a twentieth of the time of a spreadsheet (X4).
  keepHeapSmall();
  const workspace = requireWorkspace(resolve(folder));
  const { config, warnings } = readConfig(env, {
    folder: workspace,
    ...(port === undefined ? {} : { WAYBILL_PORT: String(port) }),
    ...(host === undefined ? {} : { WAYBILL_HOST: host }),
  });
  const log = given ?? makeLog(config.WAYBILL_LOG_LEVEL);
  for (const { message, fix } of warnings) log.warn(`${message} ${fix}`);

  const service = await createService({ config, log });
  const parts = new RunningParts(service);
  try {
    return await parts.start();
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** What runs in this process, and how it ends. */
class RunningParts {
  readonly #service: OpenService;
  readonly #loops: Loop[] = [];
  #worker: Worker | undefined;
  #server: Awaited<ReturnType<typeof createServer>> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(service: OpenService) {
    this.#service = service;
  }

  async start(): Promise<RunningService> {
    const service = this.#service;
    const { config, log, store } = service;
    const role = config.WAYBILL_ROLE;
    const does = (part: 'web' | 'worker' | 'scheduler') => role === 'all' || role === part;
    const metrics = createMetrics(service);
    // The only process with its database: whatever is marked as being worked on was left by one that died.
    if (store.provider === 'sqlite') await recoverRuns(service, { own: new Set(), all: true });

    this.#server = await createServer(service, metrics);
    const url = await this.#server.listen();
    this.#loops.push(startPresence(service));
    if (does('worker')) this.#worker = startWorker(service);
    if (does('scheduler')) {
      this.#loops.push(startScheduler(service, metrics.ticked), startNotices(service), startTidying(service));
    }
    await writeLocalConnection(service, url);
    log.info({ url, role, database: store.provider, workspace: config.folder, version: service.version }, 'ready');
    return { url, workspace: config.folder, stop: () => this.stop() };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { config, log } = this.#service;
    log.info('stopping');
    endLocalConnection(config.folder);
    await Promise.all(this.#loops.map(loop => loop.stop()));
    await this.#worker?.stop(config.WAYBILL_GRACE);
    await this.#server?.close();
    await this.#service[Symbol.asyncDispose]();
    log.info('stopped');
  }
}
