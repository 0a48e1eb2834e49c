import { scheduleSchema } from '@waybill/engine/definition';
import type { Occasion, Schedule } from '@waybill/engine/schedule';
import type { Duration, Temporal } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import { noteStatus } from '../exports/search-row.ts';
import type { LogEntry } from '../runs/append-log.ts';
import { insertRuns } from '../runs/new-run.ts';
import { tellOutcome } from '../runs/tell-outcome.ts';
import type { Tx } from '../store/store.ts';
import { type CatchUp, type Due, dueFirings } from './due-firings.ts';
import { exportStatus, type ScheduleKind } from './export-status.ts';
import { nextAt } from './next-at.ts';
import { firingKey, firstOf } from './occasion-key.ts';
import { dateOf, instantOf, readEffectiveWindow } from './window-json.ts';

/** What the scheduler reads of an export whose time has come. */
export interface DueExport {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly source: string;
  readonly createdBy: string;
  readonly timezone: string;
  readonly scheduleKind: string;
  readonly schedule: string;
  readonly window: string | null;
  readonly paused: boolean;
  readonly pausedUntil: Date | null;
  readonly nextAt: Date | null;
  readonly status: string;
  readonly lastRunStatus: string | null;
}

export const DUE_COLUMNS = {
  id: true,
  name: true,
  revision: true,
  source: true,
  createdBy: true,
  timezone: true,
  scheduleKind: true,
  schedule: true,
  window: true,
  paused: true,
  pausedUntil: true,
  nextAt: true,
  status: true,
  lastRunStatus: true,
} as const;

export interface FireSettings {
  readonly now: Date;
  readonly maxWindow: Duration | null;
  /** Milliseconds. */
  readonly missedAfter: number;
  /** Occasions of one export in one look. */
  readonly most: number;
}

export interface Fired {
  /** Runs that were queued. */
  readonly runs: readonly string[];
  /** Runs that are failed from the start, since their window is refused. */
  readonly refused: readonly string[];
  /** Milliseconds from the time of each firing to now. */
  readonly lateness: readonly number[];
}

/** What is to be done for an export now; pure, so that it is worked out before anything is locked. */
export interface FirePlan {
  readonly due: Due;
  /** A pause that is over. */
  readonly resumed: boolean;
  readonly next: Date | null;
}

/**
 * @param unreadable told why nothing is known to be due: a schedule that this version cannot read, as one that an older
 *   one let pass. It holds up no other, and stays due until its export gets another.
 */
export function planFiring(
  row: DueExport,
  settings: FireSettings,
  unreadable: (error: unknown) => void,
): FirePlan | null {
  try {
    return planOf(row, settings);
  } catch (error) {
    unreadable(error);
    return null;
  }
}

function planOf(row: DueExport, { now, maxWindow, missedAfter, most }: FireSettings): FirePlan | null {
  if (row.nextAt === null || row.nextAt > now) return null;
  const schedule = scheduleSchema.parse(JSON.parse(row.schedule));
  const { timezone } = row;
  if (row.paused) {
    // Firings during the pause are not owed; those since it ended are, also when nobody looked meanwhile.
    const from = instantOf(row.pausedUntil ?? row.nextAt);
    const next = nextAt({ schedule, timezone, from, paused: false, pausedUntil: null });
    return { due: { occasions: [], leftOut: null, next }, resumed: true, next: next && dateOf(next) };
  }
  const due = dueFirings({
    schedule,
    timezone,
    window: readEffectiveWindow(row.window),
    maxWindow,
    from: instantOf(row.nextAt),
    now: instantOf(now),
    catchUp: catchUpOf(schedule),
    missedAfter,
    most,
  });
  return { due, resumed: false, next: due.next && dateOf(due.next) };
}

/**
 * Queues what is due and moves `nextAt` on, in one transaction: whoever else looked at the same time finds it moved and
 * does nothing, and a crash leaves both or neither (S3). Null: somebody else was quicker. The first statement decides
 * that, and locks the export, so that read-committed is enough.
 * Whoever is to hear of a run that is refused at once is noted, too (N1).
 */
export async function fireExport(
  tx: Tx,
  row: DueExport,
  plan: FirePlan,
  { now, workspace }: { readonly now: Date; readonly workspace: Workspace },
): Promise<Fired | null> {
  const { due, next, resumed } = plan;
  const moved = await tx.export.updateMany({
    where: { id: row.id, nextAt: row.nextAt, revision: row.revision, paused: row.paused, archivedAt: null },
    data: { nextAt: next, ...(resumed ? { paused: false, pausedUntil: null, pausedBy: null } : {}) },
  });
  if (moved.count === 0) return null;

  const keys = due.occasions.map(occasion => firstOf(row.id, firingKey(occasion)));
  const known =
    keys.length === 0 ? [] : await tx.run.findMany({ where: { firstOf: { in: keys } }, select: { firstOf: true } });
  const there = new Set(known.map(run => run.firstOf));
  const owed = due.occasions.flatMap((occasion, i) =>
    there.has(keys[i] ?? '') ? [] : [{ occasion, run: scheduledRun(row, occasion, i === 0 ? due.leftOut : null) }],
  );
  const ids = await insertRuns(
    tx,
    now,
    owed.map(({ run }) => run),
  );
  const isRefused = (_: string, i: number) => (owed[i]?.occasion.problems.length ?? 0) > 0;
  const refused = ids.filter(isRefused);
  const runs = ids.filter((id, i) => !isRefused(id, i));
  const lateness = owed.map(({ occasion }) => now.getTime() - occasion.at.epochMilliseconds);
  const lastRunId = [...runs, ...refused].sort().at(-1);
  const last = lastRunId !== undefined && refused.includes(lastRunId) ? 'failed' : 'queued';
  const status = exportStatus({
    scheduleKind: row.scheduleKind as ScheduleKind,
    paused: false,
    nextAt: next,
    lastRunStatus: lastRunId === undefined ? row.lastRunStatus : last,
    openRuns: runs.length,
  });
  await tx.export.update({
    where: { id: row.id },
    data: {
      ...(lastRunId === undefined ? {} : { lastRunId, lastRunStatus: last, lastRunAt: now }),
      status,
    },
  });
  await noteStatus(tx, row, status);
  for (const id of refused) await tellOutcome(tx, workspace, id, 'failed', now);
  return { runs, refused, lateness };
}

function scheduledRun(row: DueExport, occasion: Occasion, leftOut: Due['leftOut']) {
  const key = firingKey(occasion);
  const chained = readEffectiveWindow(row.window)?.since_last_success === true;
  const log: LogEntry[] = [{ level: 'info', message: `Queued by the schedule, for ${said(occasion, row.timezone)}.` }];
  if (leftOut) {
    const { count, first, last } = leftOut;
    const which =
      count === 1 ? said(first, row.timezone) : `${said(first, row.timezone)} to ${said(last, row.timezone)}`;
    log.push({
      level: 'warning',
      message: `${count} missed ${count === 1 ? 'firing' : 'firings'} before it left out, as \`catch_up\` says: ${which}.`,
    });
  }
  const problems = occasion.problems.map(({ problem }) => problem);
  for (const { message } of problems) log.push({ level: 'error', message });
  return {
    exportId: row.id,
    revision: row.revision,
    source: row.source,
    occasion: key,
    firstOf: firstOf(row.id, key),
    trigger: 'schedule',
    requestedBy: 'schedule',
    requestedVia: 'schedule',
    fairShare: row.createdBy,
    dueAt: dateOf(occasion.at),
    runDay: occasion.day.toString(),
    window: occasion.window,
    chained,
    problems: problems.length > 0 ? JSON.stringify(problems) : undefined,
    log,
  } as const;
}

const said = ({ at }: { readonly at: Temporal.Instant }, timezone: string): string =>
  at.toZonedDateTimeISO(timezone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');

const catchUpOf = (schedule: (Schedule & { readonly catch_up?: CatchUp | undefined }) | 'now'): CatchUp =>
  schedule === 'now' ? 'all' : (schedule.catch_up ?? 'all');
