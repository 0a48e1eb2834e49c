import { problemSchema, runStatusSchema } from '@waybill/api';
import { parseExport } from '@waybill/engine/definition';
import { receiptSchema } from '@waybill/engine/receipt';
import { z } from 'zod';
import type { Contact } from '../context.ts';
import { readJson } from '../runs/read-json.ts';
import { readWindow } from '../schedule/window-json.ts';
import type { Tx } from '../store/store.ts';
import { type NoticeFacts, noticeContent } from './content.ts';
import { decideNotices, type NotifyEntry, type Occurrence } from './decide.ts';
import { writeNotices } from './write-notices.ts';

/**
 * Decides and writes the notices of one occurrence of a run (N1), from its row as it is now in this transaction: so
 * write the row first. Recipients are those of the export's current revision, contents are the run's own.
 * @param workspaceNotify `notify` of waybill.yaml.
 * @returns how many there are to send; then `signals.emit('notice')` after the transaction.
 */
export async function tellRun(
  tx: Tx,
  now: Date,
  {
    runId,
    occurrence,
    workspaceNotify,
  }: {
    readonly runId: string;
    readonly occurrence: Occurrence;
    readonly workspaceNotify: readonly NotifyEntry[] | undefined;
  },
): Promise<number> {
  const run = await tx.run.findUniqueOrThrow({ where: { id: runId }, include: { export: true } });
  const revision = await tx.revision.findUnique({
    where: { exportId_number: { exportId: run.exportId, number: run.export.revision } },
  });
  const notices = decideNotices({
    notify: revision === null ? undefined : parseExport(revision.text).value?.notify,
    workspaceNotify,
    owner: run.export.owner,
    creator: readContact(run.export.creatorContact),
    requester: readContact(run.contact),
    occurrence,
    previous: await previousOutcome(tx, run),
    rows: run.rows === null ? null : Number(run.rows),
  });
  const facts = factsOf(run);
  await writeNotices(tx, now, {
    exportId: run.exportId,
    runId,
    notices,
    content: event => noticeContent(event, facts),
  });
  return notices.length;
}

const contactSchema = z.union([z.object({ email: z.string() }), z.object({ slack: z.string() })]);
const readContact = (text: string | null): Contact | null => readJson(contactSchema, text);

/** How the run of the export ended that ended last before this one; those that were cancelled say nothing. */
export async function previousOutcome(
  tx: Tx,
  run: { readonly id: string; readonly exportId: string },
): Promise<'success' | 'skipped' | 'failed' | null> {
  const others = await tx.run.findMany({
    where: { exportId: run.exportId, id: { not: run.id }, status: { in: ['success', 'skipped', 'failed'] } },
    // Reruns and backfills end in another order than they were made in, though never far from it.
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 20,
    select: { status: true, finishedAt: true, createdAt: true },
  });
  const last = others.reduce<(typeof others)[number] | undefined>((latest, other) => {
    const ended = (one: typeof other) => (one.finishedAt ?? one.createdAt).getTime();
    return latest === undefined || ended(other) > ended(latest) ? other : latest;
  }, undefined);
  return z
    .enum(['success', 'skipped', 'failed'])
    .nullable()
    .parse(last?.status ?? null);
}

type RunRow = Awaited<ReturnType<Tx['run']['findUniqueOrThrow']>> & {
  readonly export: Awaited<ReturnType<Tx['export']['findUniqueOrThrow']>>;
};

function factsOf(run: RunRow): NoticeFacts {
  const { export: of } = run;
  return {
    export: { id: of.id, name: of.name, timezone: of.timezone },
    run: {
      id: run.id,
      status: runStatusSchema.parse(run.status),
      by: run.requestedBy,
      scheduled: run.trigger === 'schedule',
      dueAt: run.dueAt,
      window: readWindow(run.window),
      attempt: run.attempt,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      nextAttemptAt: run.status === 'queued' && run.attempt > 0 ? run.availableAt : null,
      rows: run.rows === null ? null : Number(run.rows),
      bytes: run.bytes === null ? null : Number(run.bytes),
      receipt: readJson(receiptSchema, run.receipt),
      problems: readJson(z.array(problemSchema), run.problems) ?? [],
      cancelled: run.cancelAsked,
      approvedBy: run.approvedBy,
    },
    nextRunAt: of.paused ? null : of.nextAt,
  };
}
