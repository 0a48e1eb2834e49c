import { maxWindowOf } from '@waybill/engine';
import { scheduleSchema } from '@waybill/engine/definition';
import { fail, WaybillError } from '@waybill/engine/errors';
import { firings, type Occasion, occasions } from '@waybill/engine/schedule';
import { startOfDay, Temporal } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { firingKey, firstOf } from '../schedule/occasion-key.ts';
import { dateOf, instantOf, readEffectiveWindow, readWindow } from '../schedule/window-json.ts';
import type { Export } from '../store/generated/sqlite/client.ts';
import type { Tx } from '../store/store.ts';
import { deliveredAs } from './delivered-as.ts';
import { updateExport } from './export-after-run.ts';
import { type FoundRun, findRun } from './find-run.ts';
import { insertRun } from './new-run.ts';
import { requester } from './request-run.ts';
import { queueAgain } from './rerun-run.ts';
import { windowView } from './run-view.ts';

/** Firings of one backfill; more are a mistake in the range as a rule. */
const MOST = 500;
/** Addresses that a question about overwriting names. */
const NAMED = 5;

export interface BackfillAsked {
  readonly from: Temporal.PlainDate;
  /** Included. */
  readonly until: Temporal.PlainDate;
  readonly missingOnly: boolean;
  readonly confirm: boolean;
  readonly dryRun: boolean;
}

type State = 'missing' | 'failed' | 'delivered' | 'waiting';

interface Gap {
  readonly at: Temporal.Instant;
  readonly day: Temporal.PlainDate;
  readonly occasion: Occasion | undefined;
  readonly state: State;
  /** The last run of it. */
  readonly last: FoundRun | undefined;
}

/**
 * Runs the firings of a range of days: only those that nothing was delivered for, or all of them (R3). Each keeps its
 * occasion, so what was delivered meanwhile is not delivered twice; one that has no run yet gets the current revision.
 * Windows of `since_last_success` leave no gap by themselves, so there only what was delivered can be sent once more.
 */
export async function backfill(service: ServiceContext, actor: Actor, row: Export, asked: BackfillAsked) {
  const { store, clock, signals } = service;
  const workspace = await service.workspace();
  if (Temporal.PlainDate.compare(asked.from, asked.until) > 0) {
    fail('backfill-range', { from: asked.from.toString(), until: asked.until.toString() });
  }
  const schedule = scheduleSchema.parse(JSON.parse(row.schedule));
  if (schedule === 'now') return fail('not-repeated', { export: row.name });
  const now = clock.now();
  const result = await store.transaction(async tx => {
    const chained = readEffectiveWindow(row.window)?.since_last_success === true;
    const gaps = chained ? await deliveredGaps(tx, row, asked) : await firingGaps(tx, row, workspace, now, asked);
    const already = gaps.filter(gap => gap.state === 'delivered').length;
    const chosen = gaps.filter(gap =>
      asked.missingOnly ? gap.state === 'missing' || (gap.state === 'failed' && !chained) : gap.state !== 'waiting',
    );
    if (!asked.dryRun && !asked.missingOnly && already > 0 && !asked.confirm) await askFirst(tx, row, gaps, already);
    const queued = new Map<Gap, string>();
    if (!asked.dryRun) for (const gap of chosen) queued.set(gap, await queue(tx, actor, row, gap, now));
    return {
      dryRun: asked.dryRun,
      firings: gaps.map(gap => ({
        at: gap.at.toString(),
        day: gap.day.toString(),
        window: windowView(gap.occasion?.window ?? readWindow(gap.last?.window ?? null)),
        state: gap.state,
        run: queued.get(gap) ?? null,
      })),
      runs: chosen.length,
      already,
    };
  });
  for (const { run } of result.firings) if (run !== null) signals.emit('run', run);
  signals.emit('queued');
  return result;
}

async function firingGaps(tx: Tx, row: Export, workspace: Workspace, now: Date, asked: BackfillAsked): Promise<Gap[]> {
  const found = inRange(row, workspace, now, asked);
  const keys = found.map(firingKey);
  const runs = await tx.run.findMany({
    where: { exportId: row.id, occasion: { in: keys } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, occasion: true, status: true },
  });
  const gaps: Gap[] = [];
  for (const [i, occasion] of found.entries()) {
    const of = runs.filter(run => run.occasion === keys[i]);
    const last = of.at(-1);
    const state = stateOf(of.map(run => run.status));
    gaps.push({ ...occasion, occasion, state, last: last && (await findRun(tx, last.id)) });
  }
  return gaps;
}

function inRange(row: Export, workspace: Workspace, now: Date, { from, until }: BackfillAsked): readonly Occasion[] {
  const { timezone } = row;
  const schedule = scheduleSchema.parse(JSON.parse(row.schedule));
  // A firing may come up to a day after the day that names it.
  const fired = firings(schedule, {
    timezone,
    from: startOfDay(from, timezone),
    until: earlier(startOfDay(until.add({ days: 2 }), timezone), instantOf(now)),
  });
  if (!fired.ok) return [];
  const days = function* () {
    let count = 0;
    for (const firing of fired.value) {
      if (Temporal.PlainDate.compare(firing.day, from) < 0 || Temporal.PlainDate.compare(firing.day, until) > 0)
        continue;
      if (++count > MOST) fail('backfill-too-long', { firings: count, most: MOST });
      yield firing;
    }
  };
  const window = readEffectiveWindow(row.window);
  const found = [...occasions(days(), { timezone, window, maxWindow: maxWindowOf(workspace) })];
  const refused = found.find(occasion => occasion.problems.length > 0);
  const [first, ...rest] = refused?.problems.map(({ problem }) => problem) ?? [];
  if (first) throw new WaybillError([first, ...rest]);
  return found;
}

const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(a, b) < 0 ? a : b;

/** Of an export whose windows follow each other: what was delivered in the range. */
async function deliveredGaps(tx: Tx, row: Export, { from, until }: BackfillAsked): Promise<Gap[]> {
  const runs = await tx.run.findMany({
    where: { exportId: row.id, status: 'success', runDay: { gte: from.toString(), lte: until.toString() } },
    orderBy: { dueAt: 'asc' },
    select: { id: true, occasion: true },
    take: MOST + 1,
  });
  if (runs.length > MOST) fail('backfill-too-long', { firings: runs.length, most: MOST });
  const last = new Map(runs.map(run => [run.occasion, run.id]));
  const gaps: Gap[] = [];
  for (const id of last.values()) {
    const run = await findRun(tx, id);
    const day = Temporal.PlainDate.from(run.runDay);
    gaps.push({ at: instantOf(run.dueAt), day, occasion: undefined, state: 'delivered', last: run });
  }
  return gaps;
}

/** How far an occasion is, by the states of its runs. */
export function stateOf(statuses: readonly string[]): State {
  if (statuses.some(status => status === 'queued' || status === 'processing')) return 'waiting';
  if (statuses.some(status => status === 'success' || status === 'skipped')) return 'delivered';
  // A file in quarantine waits for a person.
  if (statuses.at(-1) === 'quarantined') return 'waiting';
  return statuses.length > 0 ? 'failed' : 'missing';
}

async function askFirst(tx: Tx, row: Export, gaps: readonly Gap[], already: number): Promise<never> {
  const places: string[] = [];
  for (const { last, state } of gaps) {
    if (state !== 'delivered' || !last || places.length >= NAMED) continue;
    places.push(...(await deliveredAs(tx, last)).places);
  }
  const more = places.length > NAMED || already > NAMED ? ['and more'] : [];
  return fail('confirm-again', {
    what: `A part of that range (${already} of ${gaps.length} firings of ${row.name})`,
    overwrites: [...places.slice(0, NAMED), ...more],
  });
}

async function queue(tx: Tx, actor: Actor, row: Export, gap: Gap, now: Date): Promise<string> {
  if (gap.last) return queueAgain(tx, actor, gap.last, { confirm: true, now, trigger: 'backfill' });
  const occasion = firingKey(gap);
  const id = await insertRun(tx, now, {
    exportId: row.id,
    revision: row.revision,
    source: row.source,
    occasion,
    firstOf: firstOf(row.id, occasion),
    trigger: 'backfill',
    ...requester(actor),
    dueAt: dateOf(gap.at),
    runDay: gap.day.toString(),
    window: gap.occasion?.window ?? null,
    chained: false,
    log: [{ level: 'info', message: `Asked for by ${displayName(actor)}, to fill in ${gap.day.toString()}.` }],
  });
  await updateExport(tx, row.id, { runId: id, status: 'queued', at: now });
  return id;
}
