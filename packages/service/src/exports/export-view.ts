import type { ExportStatus, ExportSummary, ExportView, Via } from '@waybill/api';
import { maxWindowOf } from '@waybill/engine';
import { scheduleSchema } from '@waybill/engine/definition';
import {
  describeSchedule,
  firings,
  listingJson,
  type Occasion,
  occasions,
  SHOWN_FIRINGS,
} from '@waybill/engine/schedule';
import type { Duration } from '@waybill/engine/time';
import type { ServiceContext } from '../context.ts';
import { scheduleKind } from '../schedule/next-at.ts';
import { instantOf, readEffectiveWindow } from '../schedule/window-json.ts';
import type { Tx } from '../store/store.ts';
import { type ExportRow, findExport } from './find-export.ts';

/** Bytes of the last runs, by run id. */
export type LastBytes = ReadonlyMap<string, number | null>;

export async function lastBytesOf(
  db: Pick<Tx, 'run'>,
  rows: readonly Pick<ExportRow, 'lastRunId'>[],
): Promise<LastBytes> {
  const ids = rows.flatMap(({ lastRunId }) => lastRunId ?? []);
  if (ids.length === 0) return new Map();
  const runs = await db.run.findMany({ where: { id: { in: ids } }, select: { id: true, bytes: true } });
  return new Map(runs.map(({ id, bytes }) => [id, bytes === null ? null : Number(bytes)]));
}

const text = (at: Date | null): string | null => at?.toISOString() ?? null;

/** An export as lists show it (R6). */
export function exportSummary(row: ExportRow, lastBytes: LastBytes): ExportSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    owner: row.owner,
    model: row.model,
    status: row.status as ExportStatus,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    createdVia: row.createdVia as Via,
    updatedAt: row.updatedAt.toISOString(),
    revision: row.revision,
    destinations: row.destinations.map(({ destination }) => destination),
    schedule: describeSchedule(readSchedule(row), row.timezone),
    timezone: row.timezone,
    nextAt: text(row.nextAt),
    pausedUntil: text(row.pausedUntil),
    lastRun:
      row.lastRunId === null || row.lastRunStatus === null || row.lastRunAt === null
        ? null
        : {
            id: row.lastRunId,
            status: row.lastRunStatus,
            at: row.lastRunAt.toISOString(),
            bytes: lastBytes.get(row.lastRunId) ?? null,
          },
  };
}

export interface ViewFacts {
  readonly now: Date;
  readonly maxWindow: Duration | null;
  /** The definition of the current revision. */
  readonly text: string;
  readonly lastBytes: LastBytes;
}

/** An export with its definition and what its schedule will do, as if it were not paused (S1). Pure. */
export function exportView(row: ExportRow, { now, maxWindow, text: definition, lastBytes }: ViewFacts): ExportView {
  const schedule = readSchedule(row);
  const { timezone } = row;
  const fired = firings(schedule, { timezone, from: instantOf(now) });
  const asked = {
    timezone,
    window: readEffectiveWindow(row.window),
    maxWindow,
    lastSuccess: row.lastSuccessUntil === null ? undefined : instantOf(row.lastSuccessUntil),
  };
  const coming = fired.ok ? first(occasions(fired.value, asked), SHOWN_FIRINGS) : [];
  const listing = listingJson({ words: describeSchedule(schedule, timezone), firings: coming }, timezone);
  return {
    ...exportSummary(row, lastBytes),
    text: definition,
    plan: {
      kind: scheduleKind(schedule),
      words: listing.schedule,
      timezone,
      firings: apiFirings(listing.firings),
      paused: row.paused,
      pausedUntil: text(row.pausedUntil),
      nextAt: text(row.nextAt),
    },
    lastSuccessUntil: text(row.lastSuccessUntil),
  };
}

type Listed = ReturnType<typeof listingJson>['firings'];

/** Firings in the API's mutable arrays. */
export const apiFirings = (listed: Listed): ExportView['plan']['firings'] =>
  listed.map(({ problems, ...firing }) => ({ ...firing, ...(problems ? { problems: [...problems] } : {}) }));

export const readSchedule = ({ schedule }: Pick<ExportRow, 'schedule'>) => scheduleSchema.parse(JSON.parse(schedule));

/** The current definition of an export. */
export async function currentText(db: Pick<Tx, 'revision'>, row: Pick<ExportRow, 'id' | 'revision'>): Promise<string> {
  const where = { exportId_number: { exportId: row.id, number: row.revision } };
  return (await db.revision.findUniqueOrThrow({ where, select: { text: true } })).text;
}

/** One export by name (R6); throws `unknown-export`. */
export async function viewExport(service: ServiceContext, name: string): Promise<ExportView> {
  return viewRow(service, await findExport(service.store, name));
}

export async function viewRow(service: ServiceContext, row: ExportRow): Promise<ExportView> {
  const { db } = service.store;
  const [workspace, definition, lastBytes] = await Promise.all([
    service.workspace(),
    currentText(db, row),
    lastBytesOf(db, [row]),
  ]);
  return exportView(row, {
    now: service.clock.now(),
    maxWindow: maxWindowOf(workspace),
    text: definition,
    lastBytes,
  });
}

function first(coming: Iterable<Occasion>, most: number): readonly Occasion[] {
  const found: Occasion[] = [];
  for (const occasion of coming) {
    found.push(occasion);
    if (found.length >= most) break;
  }
  return found;
}
