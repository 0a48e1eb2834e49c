import { pino } from 'pino';
import type { Actor, Clock } from '../../packages/service/src/context.ts';
import { createService, type OpenService } from '../../packages/service/src/create-service.ts';
import { claimRun } from '../../packages/service/src/queue/claim-run.ts';
import { readConfig } from '../../packages/service/src/read-config.ts';
import { executeRun } from '../../packages/service/src/runs/execute-run.ts';
import { tick } from '../../packages/service/src/schedule/scheduler.ts';
import type { Store } from '../../packages/service/src/store/store.ts';
import { type Files, smallWorkspace } from '../cli/small-workspace.ts';
import { type TempFolder, tempFolder } from './temp-folder.ts';

/** A clock that stands still until it is set. */
export class TestClock implements Clock {
  #now: number;

  constructor(at: string) {
    this.#now = Date.parse(at);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(at: string): void {
    this.#now = Date.parse(at);
  }

  /** Milliseconds; negative sets it back. */
  step(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** The parts of a service without its loops: a test says when what is done. */
export interface TestService extends OpenService {
  readonly clock: TestClock;
  readonly folder: string;
  /** The scheduler looks once. */
  tick(): ReturnType<typeof tick>;
  /** Works on what may begin, one run after the other, until nothing may; gives their ids. */
  work(): Promise<string[]>;
}

export interface TestServiceOptions {
  readonly store: Store;
  readonly at?: string;
  readonly files?: Files;
  /** Settings besides those of a quick test. */
  readonly env?: Readonly<Record<string, string>>;
  /** The workspace of another test service, to share it. */
  readonly folder?: TempFolder;
}

/** Who asks in tests. */
export const anna: Actor = { name: 'Anna', role: 'admin', via: 'api', contact: { email: 'anna@example.com' } };

const opened: AsyncDisposable[] = [];

/** Closes what {@link testService} opened; for `afterEach`. */
export async function closeServices(): Promise<void> {
  while (opened.length > 0) await opened.pop()?.[Symbol.asyncDispose]();
}

/** A service over a small workspace: three people in a csv file, a local destination `share` in `out/`. */
export async function testService({
  store,
  at = '2026-12-01T12:00:00Z',
  files,
  env,
  folder,
}: TestServiceOptions): Promise<TestService> {
  const own = folder ?? (await tempFolder());
  if (!folder) {
    opened.push(own);
    await smallWorkspace(own, files);
  }
  const clock = new TestClock(at);
  const { config } = readConfig(
    { WAYBILL_LOG_LEVEL: 'silent', WAYBILL_RETRY_FIRST: '1 min', ...env },
    { folder: own.path },
  );
  const service = await createService({ config, log: pino({ level: config.WAYBILL_LOG_LEVEL }), clock, store });
  opened.push(service);
  return {
    ...service,
    clock,
    folder: own.path,
    tick: () => tick(service),
    work: async () => {
      const done: string[] = [];
      for (let claimed = await claimRun(service); claimed; claimed = await claimRun(service)) {
        await executeRun(service, claimed, new AbortController().signal);
        done.push(claimed.run.id);
      }
      return done;
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}
