import type { RunTrigger, Via } from '@waybill/api';
import type { Window } from '@waybill/engine/time';
import type { Contact } from '../context.ts';
import { windowBounds, windowText } from '../schedule/window-json.ts';
import { newRunId } from '../store/new-id.ts';
import type { Tx } from '../store/store.ts';
import type { LogEntry } from './append-log.ts';

export interface NewRun {
  readonly id?: string;
  readonly exportId: string;
  readonly revision: number;
  readonly source: string;
  readonly occasion: string;
  /** `firstOf` key when this is the first run of its occasion. */
  readonly firstOf?: string | null;
  readonly trigger: RunTrigger;
  readonly requestedBy: string;
  readonly requestedVia: Via;
  readonly contact?: Contact | undefined;
  readonly fairShare: string;
  readonly rerunOf?: string | null;
  readonly dueAt: Date;
  readonly runDay: string;
  readonly window: Window | null;
  readonly chained: boolean;
  readonly skipChecks?: boolean;
  readonly again?: boolean;
  /** Why it cannot run at all, as JSON of problems: it is recorded as failed. */
  readonly problems?: string | undefined;
  readonly log: readonly LogEntry[];
}

/** When a run that need not wait may begin: long ago, so that a clock that is set back holds nothing up. */
export const AT_ONCE = new Date(0);

/** Queues a run (R1), in the caller's transaction; gives its id. */
export async function insertRun(tx: Tx, now: Date, run: NewRun): Promise<string> {
  const [id = ''] = await insertRuns(tx, now, [run]);
  return id;
}

/** As {@link insertRun}, of any number, in two statements. */
export async function insertRuns(tx: Tx, now: Date, runs: readonly NewRun[]): Promise<readonly string[]> {
  const rows = runs.map(run => rowOf(run, now));
  await tx.run.createMany({ data: rows });
  const log = runs.flatMap((run, i) =>
    run.log.map((entry, seq) => ({ runId: rows[i]?.id ?? '', seq: seq + 1, at: now, ...entry })),
  );
  await tx.runLog.createMany({ data: log });
  return rows.map(({ id }) => id);
}

function rowOf(run: NewRun, now: Date) {
  const failed = run.problems !== undefined;
  return {
    id: run.id ?? newRunId(now),
    exportId: run.exportId,
    revision: run.revision,
    source: run.source,
    occasion: run.occasion,
    firstOf: run.firstOf ?? null,
    trigger: run.trigger,
    requestedBy: run.requestedBy,
    requestedVia: run.requestedVia,
    contact: run.contact === undefined ? null : JSON.stringify(run.contact),
    fairShare: run.fairShare,
    rerunOf: run.rerunOf ?? null,
    status: failed ? 'failed' : 'queued',
    createdAt: now,
    availableAt: AT_ONCE,
    finishedAt: failed ? now : null,
    dueAt: run.dueAt,
    runDay: run.runDay,
    chained: run.chained,
    window: run.chained ? null : windowText(run.window),
    ...windowBounds(run.chained ? null : run.window),
    skipChecks: run.skipChecks ?? false,
    again: run.again ?? false,
    problems: run.problems ?? null,
  };
}
