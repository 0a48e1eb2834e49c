import { runStatusSchema } from '@waybill/api';
import { parseExport } from '@waybill/engine/definition';
import type { Problem } from '@waybill/engine/errors';
import { receiptSchema } from '@waybill/engine/receipt';
import type { Workspace } from '@waybill/engine/workspace';
import type { Contact } from '../context.ts';
import { noticeContent } from '../notices/content.ts';
import { decideNotices, type Occurrence } from '../notices/decide.ts';
import type { NoticeEvent } from '../notices/notice-event.ts';
import { writeNotices } from '../notices/write-notices.ts';
import { readWindow } from '../schedule/window-json.ts';
import type { Tx } from '../store/store.ts';
import { readJson } from './read-json.ts';

/** Ends of runs that a later one is compared with. */
const COMPARED = ['success', 'skipped', 'failed'] as const;

/**
 * Writes down who is to hear what about a run (N1), in the transaction that records it, after its row was written.
 * @param cancelled who cancelled or rejected it, and why.
 */
export async function tellOutcome(
  tx: Tx,
  workspace: Workspace,
  runId: string,
  occurrence: Occurrence,
  now: Date,
  cancelled: string | null = null,
): Promise<number> {
  const run = await tx.run.findUniqueOrThrow({ where: { id: runId }, include: { export: true } });
  const { export: row } = run;
  const revision = await tx.revision.findUnique({
    where: { exportId_number: { exportId: row.id, number: row.revision } },
    select: { text: true },
  });
  const previous = await tx.run.findFirst({
    where: { exportId: row.id, id: { not: runId }, status: { in: [...COMPARED] }, finishedAt: { not: null, lte: now } },
    orderBy: { finishedAt: 'desc' },
    select: { status: true },
  });
  const contact = (text: string | null) => (text === null ? null : (JSON.parse(text) as Contact));
  const subscriptions = await tx.subscription.findMany({
    where: { exportId: row.id },
    select: { target: true, events: true },
    orderBy: { target: 'asc' },
  });
  const shown = await tx.notice.findMany({ where: { runId, channel: 'slack' }, select: { target: true } });
  const rows = run.rows === null ? null : Number(run.rows);
  const notices = decideNotices({
    notify: parseExport(revision?.text ?? '').value?.notify,
    workspaceNotify: workspace.config.notify,
    owner: row.owner,
    creator: contact(row.creatorContact),
    // Whoever fills in a range of days does not want a message for each of them that went well.
    requester:
      run.trigger === 'backfill' && (occurrence === 'success' || occurrence === 'begun') ? null : contact(run.contact),
    subscriptions: subscriptions.map(({ target, events }) => ({ target, when: JSON.parse(events) as NoticeEvent[] })),
    shownIn: shown.map(({ target }) => target),
    occurrence,
    previous: (previous?.status ?? null) as (typeof COMPARED)[number] | null,
    rows,
  });
  if (notices.length === 0) return 0;
  const status = runStatusSchema.parse(run.status);
  const facts = {
    export: { id: row.id, name: row.name, timezone: row.timezone },
    run: {
      id: run.id,
      status,
      by: run.requestedBy,
      scheduled: run.trigger === 'schedule',
      dueAt: run.dueAt,
      window: readWindow(run.window),
      attempt: run.attempt,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      nextAttemptAt: status === 'queued' && run.attempt > 0 ? run.availableAt : null,
      rows,
      bytes: run.bytes === null ? null : Number(run.bytes),
      receipt: readJson(receiptSchema, run.receipt),
      problems: run.problems === null ? [] : (JSON.parse(run.problems) as Problem[]),
      cancelled,
      approvedBy: run.approvedBy,
    },
    nextRunAt: row.paused ? null : row.nextAt,
  };
  await writeNotices(tx, now, {
    exportId: row.id,
    runId,
    notices,
    content: event => noticeContent(event, facts),
  });
  return notices.length;
}
