import {
  type ApiProblem,
  progressSchema,
  type RunSummary,
  type RunTrigger,
  type RunView,
  runStatusSchema,
  type Via,
} from '@waybill/api';
import type { Problem } from '@waybill/engine/errors';
import { receiptSchema } from '@waybill/engine/receipt';
import { describeWindow, type Window } from '@waybill/engine/time';
import { apiProblem } from '../exports/api-problem.ts';
import { actionsOf } from '../queue/run-state.ts';
import { readWindow } from '../schedule/window-json.ts';
import type { Prisma, RunFile } from '../store/generated/sqlite/client.ts';
import { readJson } from './read-json.ts';

/** What a summary needs besides the run's own columns. */
export const SUMMARY = {
  export: { select: { name: true, timezone: true } },
  _count: { select: { files: { where: { deletedAt: null } } } },
} as const;

export type SummaryRow = Prisma.RunGetPayload<{ include: typeof SUMMARY }>;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
const numberOrNull = (value: bigint | null): number | null => (value === null ? null : Number(value));

export const windowView = (window: Window | null) =>
  window && {
    by: window.by,
    from: window.from?.toString() ?? null,
    to: window.until.toString(),
    words: describeWindow(window),
  };

/** A run as lists show it (R1). */
export function runSummary(run: SummaryRow): RunSummary {
  const status = runStatusSchema.parse(run.status);
  const problems = problemsIn(run.problems);
  const waits = status === 'queued' && run.attempt > 0;
  const { startedAt, finishedAt } = run;
  return {
    id: run.id,
    export: run.export.name,
    timezone: run.export.timezone,
    revision: run.revision,
    status,
    trigger: run.trigger as RunTrigger,
    createdAt: run.createdAt.toISOString(),
    by: run.requestedBy,
    via: run.requestedVia as Via,
    occasion: run.occasion,
    dueAt: run.dueAt.toISOString(),
    day: run.runDay,
    window: windowView(readWindow(run.window)),
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
    seconds: startedAt && finishedAt ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
    attempt: run.attempt,
    nextAttemptAt: waits ? run.availableAt.toISOString() : null,
    rows: numberOrNull(run.rows),
    bytes: numberOrNull(run.bytes),
    error: problems.find(problem => problem.severity === 'error')?.message ?? null,
    rerunOf: run.rerunOf,
    actions: [...actionsOf(status, run._count.files > 0)],
  };
}

/** A run with everything about it (R1, X3). */
export function runView(run: SummaryRow, files: readonly RunFile[], now: Date): RunView {
  return {
    ...runSummary(run),
    progress: readJson(progressSchema, run.progress),
    problems: problemsIn(run.problems),
    receipt: readJson(receiptSchema, run.receipt),
    files: files.map(file => ({
      name: file.name,
      bytes: Number(file.bytes),
      sha256: file.sha256,
      rows: Number(file.rows),
      expiresAt: file.expiresAt.toISOString(),
      available: file.deletedAt === null && file.expiresAt > now,
    })),
    approvedBy: run.approvedBy,
  };
}

const problemsIn = (text: string | null): ApiProblem[] =>
  text === null ? [] : (JSON.parse(text) as Problem[]).map(apiProblem);
