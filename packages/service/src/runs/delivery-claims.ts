import type { RunStatus } from '@waybill/api';
import {
  type DeliveryIntent,
  type DeliveryLedger,
  deliveryIntentSchema,
  type LedgerEntry,
} from '@waybill/engine/delivery';
import { problem, WaybillError } from '@waybill/engine/errors';
import { type ReceiptDelivery, receiptDeliverySchema } from '@waybill/engine/receipt';
import { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { LeaseLost } from '../queue/lease.ts';
import { isOver } from '../queue/run-state.ts';
import type { Run } from '../store/generated/sqlite/client.ts';
import type { Tx } from '../store/store.ts';
import { appendLog } from './append-log.ts';
import { readJson } from './read-json.ts';

/** What attempts left at a destination: hidden names that they used, and what one was about to put in place. */
const stateSchema = z.object({
  staged: z.array(z.object({ path: z.string(), attemptId: z.string() })),
  intent: deliveryIntentSchema.optional(),
});
type State = z.infer<typeof stateSchema>;
const NOTHING: State = { staged: [], intent: undefined };

/** A hidden name is told once for each file; so many of a split export are remembered at most. */
const MOST_STAGED = 20_000;

/**
 * The one delivery that counts for an occasion at each destination, claimed in the database (R2). Every step is written
 * before it is done, under the number of this claim of the run, so that an attempt which was taken for dead is refused
 * at its next step, and the one after it knows what may be there.
 */
export function deliveryClaims(service: ServiceContext, run: Run, attemptId: string): DeliveryLedger {
  const { store, clock } = service;
  const keyOf = (destination: string) => ({ exportId: run.exportId, occasion: run.occasion, destination });
  const mine = (destination: string) => ({ ...keyOf(destination), runId: run.id, fence: run.fence });

  /** Reads and changes what is remembered, if this attempt still may. Its steps come one after the other. */
  const change = (destination: string, work: (state: State) => { state?: string; remembered: State }) =>
    store.transaction(async tx => {
      await mustHold(tx, run);
      const row = await tx.delivery.findFirst({ where: mine(destination) });
      if (!row) throw lost(run);
      const { state, remembered } = work(readJson(stateSchema, row.intent) ?? NOTHING);
      const { count } = await tx.delivery.updateMany({
        where: mine(destination),
        data: { ...(state ? { state } : {}), intent: JSON.stringify(remembered), updatedAt: clock.now() },
      });
      if (count === 0) throw lost(run);
    });

  return {
    begin: destination =>
      store.transaction(async (tx): Promise<LedgerEntry> => {
        await mustHold(tx, run);
        const now = clock.now();
        const where = { exportId_occasion_destination: keyOf(destination) };
        const row = await tx.delivery.findUnique({ where });
        const claim = { runId: run.id, fence: run.fence, state: 'claimed', updatedAt: now };
        if (!row) {
          await tx.delivery.create({ data: { ...keyOf(destination), ...claim } });
          return { staged: [] };
        }
        const foreign = row.runId !== run.id;
        if (row.state === 'delivered' && !(foreign && run.again)) {
          const delivered = readJson(receiptDeliverySchema, row.receipt);
          const intent = readJson(stateSchema, row.intent)?.intent;
          if (delivered) return { staged: [], delivered, intent };
        }
        if (foreign) await mustBeOver(tx, row.runId, destination, run);
        // Delivered before, and to be delivered once more: what lies there is no step of this delivery.
        const again = row.state === 'delivered';
        const remembered: State = again ? NOTHING : (readJson(stateSchema, row.intent) ?? NOTHING);
        const intent = JSON.stringify(remembered);
        const data = { ...claim, state: remembered.intent ? 'publishing' : 'claimed', intent };
        await tx.delivery.update({ where, data });
        return { staged: remembered.staged, ...(remembered.intent ? { intent: remembered.intent } : {}) };
      }),

    staging: (destination, path) =>
      change(destination, ({ staged, intent }) => ({
        remembered: {
          staged: staged.some(one => one.path === path && one.attemptId === attemptId)
            ? staged
            : [...staged.slice(-MOST_STAGED), { path, attemptId }],
          intent,
        },
      })),

    publishing: (destination: string, intent: DeliveryIntent) =>
      change(destination, ({ staged }) => ({ state: 'publishing', remembered: { staged, intent } })),

    delivered: (destination: string, delivery: ReceiptDelivery, intent: DeliveryIntent) =>
      store.transaction(async tx => {
        const now = clock.now();
        const { count } = await tx.delivery.updateMany({
          where: mine(destination),
          data: {
            state: 'delivered',
            receipt: JSON.stringify(delivery),
            intent: JSON.stringify({ staged: [], intent } satisfies State),
            updatedAt: now,
          },
        });
        // It is there, and whoever took over will find it there.
        if (count === 0) throw lost(run);
        const where = delivery.files.map(file => file.location).join(', ');
        const checked = [...new Set(delivery.files.map(file => file.verified))].join(', ');
        const message = `Delivered to ${destination}: ${where} (checked by ${checked}).`;
        await appendLog(tx, run.id, now, [{ level: 'info', message }]);
      }),
  };
}

const lost = (run: Run): LeaseLost => new LeaseLost(`run ${run.id} belongs to another process`);

/** Throws unless the run still belongs to this claim of it. */
async function mustHold(tx: Tx, run: Run): Promise<void> {
  const held = await tx.run.count({ where: { id: run.id, fence: run.fence, status: 'processing' } });
  if (held === 0) throw lost(run);
}

/** Two runs of one occasion at once: the other one has it. */
async function mustBeOver(tx: Tx, other: string, destination: string, run: Run): Promise<void> {
  const found = await tx.run.findUnique({ where: { id: other }, select: { status: true } });
  if (!found || isOver(found.status as RunStatus)) return;
  throw new WaybillError([problem('delivery-claimed', { destination, other, run: run.id })]);
}
