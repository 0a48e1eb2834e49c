import type { auditEntrySchema, listAuditQuery, Via } from '@waybill/api';
import { z } from 'zod';
import type { Actor, ServiceContext } from '../context.ts';
import { storable } from '../exports/fold.ts';
import { cutPage, positionOf, rowsToRead } from '../http/pages.ts';
import type { Audit } from '../store/generated/sqlite/client.ts';
import { newId } from '../store/new-id.ts';

/** Who did what, from where (Q4). */

export interface AuditEntry {
  /** `export.deploy`, `run.download`, … */
  readonly action: string;
  /** The name or id of what it was done to. */
  readonly target: string;
  /** What else is worth knowing; never a secret. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** Longest text that is kept of what a caller says about itself. */
const LONGEST = 300;
const short = (text: string): string => storable(text.slice(0, LONGEST));

export async function writeAudit(
  { store, clock }: Pick<ServiceContext, 'store' | 'clock'>,
  actor: Actor,
  { action, target, detail }: AuditEntry,
): Promise<void> {
  const now = clock.now();
  const { onBehalfOf } = actor;
  await store.db.audit.create({
    data: {
      id: newId('aud', now),
      at: now,
      actor: short(actor.name),
      onBehalfOf: onBehalfOf === undefined ? null : short(`${onBehalfOf.id} ${onBehalfOf.name}`),
      role: actor.role,
      via: actor.via,
      address: actor.address === undefined ? null : short(actor.address),
      action,
      target: short(target),
      detail: detail === undefined || Object.keys(detail).length === 0 ? null : storable(JSON.stringify(detail)),
    },
  });
}

const detailSchema = z.record(z.string(), z.unknown());

const auditView = (row: Audit): z.input<typeof auditEntrySchema> => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actor,
  onBehalfOf: row.onBehalfOf,
  role: row.role,
  via: row.via as Via,
  address: row.address,
  action: row.action,
  target: row.target,
  detail: row.detail === null ? null : detailSchema.parse(JSON.parse(row.detail)),
});

/** The log, newest first. */
export async function listAudit(
  { store, keys }: Pick<ServiceContext, 'store' | 'keys'>,
  { limit, cursor, ...filters }: z.output<typeof listAuditQuery>,
) {
  const { target, actor, action, since } = filters;
  const list = { name: 'audit', filters };
  const page = { limit, cursor };
  const [at, id] = positionOf(keys, list, page) ?? [];
  const before = new Date(String(at));
  const found = await store.db.audit.findMany({
    where: {
      ...(target === undefined ? {} : { target }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...(since === undefined ? {} : { at: { gte: new Date(since) } }),
      ...(id === undefined ? {} : { OR: [{ at: { lt: before } }, { at: before, id: { lt: String(id) } }] }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: rowsToRead(page),
  });
  const { rows, next } = cutPage(keys, list, page, found, row => [row.at.toISOString(), row.id]);
  return { items: rows.map(auditView), next };
}
