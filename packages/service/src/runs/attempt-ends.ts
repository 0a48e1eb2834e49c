import { formatSeconds, plural } from '@waybill/api';
import { failureMayPass } from '@waybill/engine';
import type { MadeFiles } from '@waybill/engine/delivery';
import { problem } from '@waybill/engine/errors';
import type { ServiceContext } from '../context.ts';
import type { ClaimedRun } from '../queue/claim-run.ts';
import { waitForRetry } from '../queue/retry-policy.ts';
import type { LogEntry } from './append-log.ts';
import { keepFiles } from './kept-files.ts';
import { AT_ONCE } from './new-run.ts';
import { problemsOf } from './problems-of.ts';
import { type Claim, logOfRun, type Return, type RunEnd, recordEnd, returnToQueue } from './record-outcome.ts';

/** How an attempt ends that did not simply go well: what is then to be recorded of its run. */

/** One try of a run that this process claimed. */
export interface Attempt {
  readonly service: ServiceContext;
  readonly claimed: ClaimedRun;
  readonly claim: Claim;
  readonly exportName: string;
  /** The whole file, once there is one. */
  made: MadeFiles | undefined;
}

/** What is to be recorded; done apart, since the database may be away for a while. */
export interface Recording {
  readonly write: (service: ServiceContext) => Promise<void>;
  /** False when the run goes back to the queue. */
  readonly over: boolean;
  /** The status it has then. */
  readonly outcome: string;
}

export const over = (claim: Claim, end: RunEnd): Recording => ({
  write: to => recordEnd(to, claim, end),
  over: true,
  outcome: end.status,
});
const back = (claim: Claim, to: Return): Recording => ({
  write: service => returnToQueue(service, claim, to),
  over: false,
  outcome: 'queued',
});

/** The kept files; that they could not be kept is no failure of a run that delivered them. */
export async function kept(attempt: Attempt, made: MadeFiles | undefined): Promise<Pick<RunEnd, 'files'>> {
  if (!made) return { files: [] };
  const { service, claimed, exportName, claim } = attempt;
  try {
    return { files: await keepFiles(service, exportName, claimed.run, made) };
  } catch (error) {
    service.log.error({ err: error, run: claim.id }, 'the files of a run could not be kept');
    const message = 'Its files could not be kept for download.';
    await logOfRun(service, claim, [{ level: 'warning', message }]).catch(() => {});
    return { files: [] };
  }
}

/** It goes back to the queue where that may help, and has failed else (R2). */
export async function afterFailure(attempt: Attempt, error: unknown): Promise<Recording> {
  const { service, claimed, claim, exportName } = attempt;
  const { run } = claimed;
  const { config, clock, log } = service;
  const problems = problemsOf(error);
  if (problems[0].kind === 'internal') log.error({ err: error, run: run.id }, 'a fault of Waybill ended a run');
  else
    log.warn({ run: run.id, export: exportName, attempt: run.attempt, problem: problems[0].message }, 'a run failed');
  const said = problems.map(({ message }): LogEntry => ({ level: 'error', message }));
  const settings = {
    attempts: config.WAYBILL_ATTEMPTS,
    first: config.WAYBILL_RETRY_FIRST,
    longest: config.WAYBILL_RETRY_LONGEST,
  };
  const mayPass = failureMayPass(error);
  const wait = waitForRetry(settings, { attempt: run.attempt, mayPass, random: Math.random() });
  if (wait !== null) {
    const availableAt = new Date(clock.now().getTime() + wait);
    const message = `This may pass: attempt ${run.attempt + 1} of ${settings.attempts} follows in ${formatSeconds(wait / 1000)}.`;
    const entries: LogEntry[] = [...said, { level: 'warning', message }];
    return back(claim, { availableAt, problems, made: attempt.made, log: entries });
  }
  const last = mayPass
    ? `Failed after ${plural(run.attempt, 'attempt')}.`
    : 'Failed; trying again would not help before somebody has looked at it.';
  // Made and not delivered: whoever waits for it can still download it.
  const files = await kept(attempt, attempt.made);
  const entries: LogEntry[] = [...said, { level: 'error', message: last }];
  return over(claim, { status: 'failed', problems, ...files, log: entries });
}

/** The service's own database went away under it, or had no room for it: no fault of the run, which begins again. */
export function withoutStore(
  { service, claim, made }: Attempt,
  code: 'store-away' | 'store-busy',
  error: unknown,
): Recording {
  const { config, clock, log } = service;
  log.warn({ err: error, run: claim.id }, 'the database failed in the middle of a run, which will begin again');
  const problems = [problem(code, {})];
  const wait = config.WAYBILL_RETRY_FIRST;
  const entries: LogEntry[] = [
    ...problems.map(({ message }): LogEntry => ({ level: 'error', message })),
    { level: 'warning', message: `The run goes back to the queue, and begins again in ${formatSeconds(wait / 1000)}.` },
  ];
  const availableAt = new Date(clock.now().getTime() + wait);
  return back(claim, { availableAt, problems, made, uncounted: true, log: entries });
}

/** The service stops: another process, or this one when it is back, goes on with it. */
export function handBack({ claim, made }: Attempt): Recording {
  const log: LogEntry[] = [{ level: 'info', message: 'The service stops; the run goes back to the queue.' }];
  return back(claim, { availableAt: AT_ONCE, problems: [], made, uncounted: true, log });
}
