import { createHash } from 'node:crypto';
import type { DeployResult, ExportView } from '@waybill/api';
import { maxWindowOf } from '@waybill/engine';
import { fail, failOnErrors, type Problem } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { requestRun } from '../runs/request-run.ts';
import { exportStatus } from '../schedule/export-status.ts';
import { nextAt, scheduleKind } from '../schedule/next-at.ts';
import { dateOf, effectiveWindowText, instantOf } from '../schedule/window-json.ts';
import { isUniqueViolation } from '../store/error-codes.ts';
import { newId } from '../store/new-id.ts';
import type { Tx } from '../store/store.ts';
import { apiProblem } from './api-problem.ts';
import { openRunsOf } from './change-export.ts';
import { changesBetween } from './changes-between.ts';
import { checkKindChange, kindChangeWarnings } from './check-kind-change.ts';
import { currentText, exportView, lastBytesOf, viewRow } from './export-view.ts';
import { type ExportRow, exportNamed } from './find-export.ts';
import { type FiredBefore, fireDue, fireDueAhead, tellChanged } from './fire-due.ts';
import { sortNameOf, storable } from './fold.ts';
import { type DefinitionFacts, readDefinition } from './read-definition.ts';
import { revisionLabel } from './revisions.ts';
import { searchRow } from './search-row.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface DeployRequest {
  readonly text: string;
  readonly file?: string | undefined;
  readonly note?: string | undefined;
  /** The current revision must be this one; 0: there must be none. Default: whatever there is. */
  readonly expectedRevision?: number | undefined;
  readonly dryRun?: boolean | undefined;
  /** Of a new one: created inactive. Default false. */
  readonly paused?: boolean | undefined;
  /** What it is compared with where there is no revision before it. Default: nothing. */
  readonly comparedWith?: { readonly label: string; readonly text: string } | undefined;
  /** Warnings beside those of the definition. */
  readonly warnings?: readonly Problem[] | undefined;
}

/** So often another change may come in between before it counts as an error. */
const ATTEMPTS = 10;

/**
 * Creates an export or gives it a new revision (S4). What its schedule owes until now is queued first, with the revision
 * before. New times count from now on: none that is past already is run. An export that is `now` runs when it is
 * created; a later revision of it runs when somebody asks.
 * @throws the problems of the definition; `revision-conflict`, `schedule-kind-changed`.
 */
export async function deploy(service: ServiceContext, actor: Actor, asked: DeployRequest): Promise<DeployResult> {
  const { store } = service;
  // Halves of characters would come back from the database as something else.
  const request = { ...asked, text: asked.text.toWellFormed() };
  const workspace = await service.workspace();
  const { facts, problems, refusedNow } = readDefinition(workspace, request, instantOf(service.clock.now()));
  failOnErrors(problems);
  if (!facts) throw new Error('a definition without errors has facts');
  const given: Given = { service, actor, workspace, facts, request };

  for (let attempt = 1; ; attempt++) {
    const row = await exportNamed(store.db, facts.name);
    checkExpected(request, facts.name, row?.revision ?? 0);
    const before = row === null ? undefined : await currentText(store.db, row);
    if (row) checkKindChange(row, facts.schedule);
    // It would be queued and fail at once.
    else if (facts.schedule === 'now' && request.paused !== true) failOnErrors(refusedNow);
    const warnings = [...problems, ...(request.warnings ?? []), ...kindChangeWarnings(row, facts.schedule)];
    const outcome = row === null ? 'created' : before === request.text ? 'unchanged' : 'revised';
    const compared = before === undefined ? request.comparedWith : { label: labelOf(row), text: before };
    const revision = (row?.revision ?? 0) + (outcome === 'unchanged' ? 0 : 1);
    const answer = {
      outcome,
      dryRun: request.dryRun === true,
      revision,
      diff: unifiedDiff(compared ?? { label: '', text: '' }, {
        label: revisionLabel(facts.name, revision),
        text: request.text,
      }),
      changes: changesBetween(workspace, compared?.text, request.text),
      warnings: warnings.map(apiProblem),
    } as const;
    if (row && outcome === 'unchanged') return { ...answer, export: await viewRow(service, row), run: null };
    if (request.dryRun) return { ...answer, export: row && (await viewOfDryRun(given, row)), run: null };

    if (row) tellChanged(service, await fireDueAhead(service, workspace, row.id, service.clock.now()));
    const written = await writing(() => store.transaction(tx => (row ? revise(tx, given, row) : create(tx, given))));
    if (written) {
      tellChanged(service, written.fired);
      const fresh = await store.db.export.findUniqueOrThrow({
        where: { id: written.id },
        include: { destinations: { select: { destination: true }, orderBy: { position: 'asc' } } },
      });
      return { ...answer, export: await viewRow(service, fresh), run: written.run };
    }
    if (attempt >= ATTEMPTS) throw new Error(`${facts.name} was changed ${ATTEMPTS} times while it was deployed`);
  }
}

interface Given {
  readonly service: ServiceContext;
  readonly actor: Actor;
  readonly workspace: Workspace;
  readonly facts: DefinitionFacts;
  readonly request: DeployRequest;
}

interface Written {
  readonly id: string;
  readonly run: string | null;
  readonly fired: FiredBefore;
}

function checkExpected({ expectedRevision: expected }: DeployRequest, name: string, current: number): void {
  if (expected !== undefined && expected !== current) fail('revision-conflict', { export: name, expected, current });
}

const labelOf = (row: ExportRow | null): string => (row ? revisionLabel(row.name, row.revision) : '');

/** Undefined when somebody else has written the same meanwhile. */
async function writing<T>(write: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await write();
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
function revised(row: Scheduled, given: Given, now: Date) {
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

/** The export as it would be. */
async function viewOfDryRun(given: Given, row: ExportRow): Promise<ExportView> {
  const { service, workspace, facts, request } = given;
  const now = service.clock.now();
  const columns = revised(row, given, now);
  const would: ExportRow = {
    ...row,
    ...columns,
    status: exportStatus({
      ...columns,
      paused: row.paused,
      lastRunStatus: row.lastRunStatus,
      openRuns: row.status === 'processing' ? 1 : 0,
    }),
    destinations: facts.destinations.map(destination => ({ destination })),
  };
  return exportView(would, {
    now,
    maxWindow: maxWindowOf(workspace),
    text: request.text,
    lastBytes: await lastBytesOf(service.store.db, [row]),
  });
}
