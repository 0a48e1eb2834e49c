import type { readySchema } from '@waybill/api';
import { WaybillError } from '@waybill/engine/errors';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import type { Metrics } from '../metrics.ts';

export type Readiness = z.output<typeof readySchema>;

/** A name, and what throws or says that it is right. */
type Check = readonly [string, () => Promise<string>];

/** Milliseconds for which an answer holds: whoever asks often does not keep the service from its work. */
const FRESH = 1_000;
/** Milliseconds that one check may take. */
const PATIENCE = 5_000;
/** Seconds that a scheduler may be silent for at least, however often it ticks. */
const SILENT = 30;

/**
 * Whether this process can do its work (C4): database, workspace, the place of files, and the scheduler where it has one.
 * A check that fails says why, in words that hold no secret.
 */
export function readinessOf(service: ServiceContext, metrics: Metrics): () => Promise<Readiness> {
  const began = performance.now();
  const checks: readonly Check[] = [
    ['database', () => database(service)],
    ['workspace', () => workspace(service)],
    ['files', () => files(service)],
    ...(isScheduler(service) ? [['scheduler', async () => scheduler(service, metrics, began)] as const] : []),
  ];
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined;
  return () => {
    if (!last || performance.now() - last.at > FRESH)
      last = { at: performance.now(), answer: runAll(checks, service.log) };
    return last.answer;
  };
}

async function runAll(checks: readonly Check[], log: ServiceContext['log']): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async ([name, check]) => {
      try {
        return { name, ok: true, detail: await inTime(check()) };
      } catch (error) {
        const known = error instanceof WaybillError || error instanceof NotReady;
        if (!known) log.error({ err: error, check: name }, 'a check of /ready failed');
        return { name, ok: false, detail: known ? error.message : 'It fails; the log of the service says why.' };
      }
    }),
  );
  return { ready: results.every(result => result.ok), checks: results };
}

class NotReady extends Error {}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReady(`No answer within ${PATIENCE / 1000} s.`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function database({ store, log }: ServiceContext): Promise<string> {
  try {
    await store.db.meta.findFirst();
  } catch (error) {
    log.warn({ err: error }, 'the database does not answer');
    throw new NotReady('The database does not answer.');
  }
  return `${store.provider} answers.`;
}

async function workspace(service: ServiceContext): Promise<string> {
  const { problems, file } = await service.workspace();
  const wrong = problems.filter(problem => problem.severity === 'error');
  if (wrong.length > 0) throw new NotReady(wrong.map(problem => problem.message).join(' '));
  return `${file} is right.`;
}

async function files({ artifacts }: ServiceContext): Promise<string> {
  await artifacts.check();
  return 'Files can be kept.';
}

const isScheduler = ({ config }: ServiceContext): boolean =>
  config.WAYBILL_ROLE === 'all' || config.WAYBILL_ROLE === 'scheduler';

function scheduler({ config }: ServiceContext, metrics: Metrics, began: number): string {
  const silent = metrics.sinceTick() ?? (performance.now() - began) / 1000;
  const allowed = Math.max(SILENT, (config.WAYBILL_TICK / 1000) * 10);
  if (silent > allowed) throw new NotReady(`Schedules were last looked at ${Math.round(silent)} s ago.`);
  return 'Schedules are looked at.';
}
