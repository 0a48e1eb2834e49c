import type { DeployResult, ExportView } from '@waybill/api';
import { maxWindowOf } from '@waybill/engine';
import { fail, failOnErrors, type Problem } from '@waybill/engine/errors';
import type { Actor, ServiceContext } from '../context.ts';
import { exportStatus } from '../schedule/export-status.ts';
import { instantOf } from '../schedule/window-json.ts';
import { apiProblem } from './api-problem.ts';
import { changesBetween } from './changes-between.ts';
import { checkKindChange, kindChangeWarnings } from './check-kind-change.ts';
import { currentText, exportView, lastBytesOf, viewRow } from './export-view.ts';
import { type ExportRow, exportNamed, WITH_DESTINATIONS } from './find-export.ts';
import { fireDueAhead, tellChanged } from './fire-due.ts';
import { readDefinition } from './read-definition.ts';
import { revisionLabel } from './revisions.ts';
import { unifiedDiff } from './unified-diff.ts';
import { type Given, revised, writeRevision } from './write-revision.ts';

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
    const written = await writeRevision(given, row);
    if (written) {
      tellChanged(service, written.fired);
      const fresh = await store.db.export.findUniqueOrThrow({
        where: { id: written.id },
        include: WITH_DESTINATIONS,
      });
      return { ...answer, export: await viewRow(service, fresh), run: written.run };
    }
    if (attempt >= ATTEMPTS) throw new Error(`${facts.name} was changed ${ATTEMPTS} times while it was deployed`);
  }
}

function checkExpected({ expectedRevision: expected }: DeployRequest, name: string, current: number): void {
  if (expected !== undefined && expected !== current) fail('revision-conflict', { export: name, expected, current });
}

const labelOf = (row: ExportRow | null): string => (row ? revisionLabel(row.name, row.revision) : '');

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
