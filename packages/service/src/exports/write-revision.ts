import { createHash } from 'node:crypto';
import type { Workspace } from '@waybill/engine/workspace';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { requestRun } from '../runs/request-run.ts';
import { exportStatus } from '../schedule/export-status.ts';
import { nextAt, scheduleKind } from '../schedule/next-at.ts';
import { dateOf, effectiveWindowText, instantOf } from '../schedule/window-json.ts';
import { isUniqueViolation } from '../store/error-codes.ts';
import { newId } from '../store/new-id.ts';
import type { Tx } from '../store/store.ts';
import { openRunsOf } from './change-export.ts';
import type { ExportRow } from './find-export.ts';
import { type FiredBefore, fireDue } from './fire-due.ts';
import { sortNameOf, storable } from './fold.ts';
import type { DefinitionFacts } from './read-definition.ts';
import { searchRow } from './search-row.ts';

/** What is deployed, by whom, and what was read of it. */
export interface Given {
  readonly service: ServiceContext;
  readonly actor: Actor;
  readonly workspace: Workspace;
  readonly facts: DefinitionFacts;
  readonly request: {
    readonly text: string;
    readonly note?: string | undefined;
    /** Of a new one: created inactive. */
    readonly paused?: boolean | undefined;
  };
}

export interface Written {
  readonly id: string;
  readonly run: string | null;
  readonly fired: FiredBefore;
}

/** Writes a new export or a new revision. @returns undefined when somebody else has changed the same meanwhile. */
export async function writeRevision(given: Given, row: ExportRow | null): Promise<Written | undefined> {
  try {
    return await given.service.store.transaction(tx => (row ? revise(tx, given, row) : create(tx, given)));
  } catch (error) {
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

/** What a row says of a definition; the same for a new export and a new revision. */
const columnsOf = ({ facts }: Pick<Given, 'facts'>) => ({
  description: storable(facts.description),
  owner: facts.owner === null ? null : storable(facts.owner),
  model: facts.model,
  source: facts.source,
  timezone: facts.timezone,
  scheduleKind: scheduleKind(facts.schedule),
  schedule: JSON.stringify(facts.schedule),
  window: effectiveWindowText(facts.window),
});

const revisionOf = ({ actor, request }: Given, number: number, now: Date) => ({
  number,
  text: request.text,
  sha256: createHash('sha256').update(request.text).digest('hex'),
  createdBy: displayName(actor),
  createdVia: actor.via,
  createdAt: now,
  note: request.note === undefined ? null : storable(request.note),
});

const placed = (destinations: readonly string[]) =>
  destinations.map((destination, position) => ({ destination, position }));

async function create(tx: Tx, given: Given): Promise<Written> {
  const { service, actor, workspace, facts, request } = given;
  const now = service.clock.now();
  const paused = request.paused === true;
  const columns = columnsOf(given);
  const next = nextAt({ ...facts, from: instantOf(now), paused, pausedUntil: null });
  const own = {
    id: newId('exp', now),
    name: facts.name,
    uniqueName: facts.name,
    sortName: sortNameOf(facts.name),
    ...columns,
    createdBy: displayName(actor),
    creatorContact: actor.contact === undefined ? null : JSON.stringify(actor.contact),
    createdVia: actor.via,
    createdAt: now,
    updatedAt: now,
    revision: 1,
    paused,
    pausedBy: paused ? displayName(actor) : null,
    nextAt: next && dateOf(next),
    status: exportStatus({
      scheduleKind: columns.scheduleKind,
      paused,
      nextAt: next,
      lastRunStatus: null,
      openRuns: 0,
    }),
  };
  const row = await tx.export.create({
    data: {
      ...own,
      search: { create: searchRow(own) },
      revisions: { create: revisionOf(given, 1, now) },
      destinations: { create: placed(facts.destinations) },
    },
  });
  const runsNow = columns.scheduleKind === 'now' && !paused;
  const why = `Queued when ${displayName(actor)} created the export.`;
  const run = runsNow ? await requestRun(tx, { workspace, actor, now }, { exportRow: row, why }) : null;
  return { id: row.id, run, fired: { runs: run === null ? [] : [run], refused: [] } };
}

/** Undefined when the export is no longer at the revision that was compared with. */
async function revise(tx: Tx, given: Given, { id, revision }: ExportRow): Promise<Written | undefined> {
  const { service, workspace, facts } = given;
  const now = service.clock.now();
  const current = { id, revision, archivedAt: null };
  if ((await tx.export.count({ where: current })) === 0) return undefined;
  const fired = await fireDue(tx, service, workspace, id, now);
  const row = await tx.export.findUniqueOrThrow({ where: { id } });
  const data = revised(row, given, now);
  const openRuns = await openRunsOf(tx, id);
  const status = exportStatus({ ...data, paused: row.paused, lastRunStatus: row.lastRunStatus, openRuns });
  // Nobody else moves it in between on either database; the condition only says so.
  const { count } = await tx.export.updateMany({
    where: { ...current, nextAt: row.nextAt },
    data: { ...data, status },
  });
  if (count === 0) return undefined;
  await tx.revision.create({ data: { exportId: id, ...revisionOf(given, revision + 1, now) } });
  await tx.exportSearch.update({ where: { id }, data: searchRow({ ...row, ...data, status }) });
  await tx.exportDestination.deleteMany({ where: { exportId: id } });
  if (facts.destinations.length > 0) {
    await tx.exportDestination.createMany({
      data: placed(facts.destinations).map(one => ({ exportId: id, ...one })),
    });
  }
  return { id, run: null, fired };
}

type Scheduled = Pick<ExportRow, 'schedule' | 'timezone' | 'nextAt' | 'paused' | 'pausedUntil' | 'revision'>;

/** The columns of an export with its next revision. Its next firing stays unless its times change. */
export function revised(row: Scheduled, given: Given, now: Date) {
  const { facts } = given;
  const columns = columnsOf(given);
  const { paused } = row;
  const moved = row.schedule !== columns.schedule || row.timezone !== columns.timezone;
  const pausedUntil = row.pausedUntil && instantOf(row.pausedUntil);
  const next = moved ? nextAt({ ...facts, from: instantOf(now), paused, pausedUntil }) : undefined;
  return {
    ...columns,
    nextAt: next === undefined ? row.nextAt : next && dateOf(next),
    revision: row.revision + 1,
    updatedAt: now,
  };
}
