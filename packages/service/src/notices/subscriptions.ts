import type { putSubscriptionBody, subscriptionSchema } from '@waybill/api';
import { z } from 'zod';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { findExport } from '../exports/find-export.ts';
import { mayAct } from '../http/authenticate.ts';
import { refuse } from '../http/refusal.ts';
import type { Subscription } from '../store/generated/sqlite/client.ts';
import type { NoticeEvent } from './notice-event.ts';

/** Who in Slack hears of an export besides those that its definition names (L1 `subscribe`). */

type View = z.input<typeof subscriptionSchema>;
type When = View['when'];

/** What is heard where nothing else is said; that a failure is over, and a quarantine, come with `failure`. */
const USUAL: When = ['success', 'failure', 'late', 'empty', 'cancelled'];

const eventsSchema = z.array(z.string());

const view = (name: string, { target, events, createdBy, createdAt }: Subscription): View => ({
  export: name,
  target,
  when: eventsSchema.parse(JSON.parse(events)) as When,
  createdBy,
  createdAt: createdAt.toISOString(),
});

export async function listSubscriptions({ store }: Pick<ServiceContext, 'store'>, name: string) {
  const row = await findExport(store, name);
  const found = await store.db.subscription.findMany({ where: { exportId: row.id }, orderBy: { createdAt: 'asc' } });
  return { items: found.map(one => view(name, one)) };
}

export interface SubscriptionPlace {
  readonly name: string;
  readonly target: string;
}

export async function putSubscription(
  { store, clock }: Pick<ServiceContext, 'store' | 'clock'>,
  actor: Actor,
  { name, target }: SubscriptionPlace,
  { when = [...USUAL] }: z.output<typeof putSubscriptionBody>,
): Promise<View> {
  checkOwn(actor, target);
  const row = await findExport(store, name);
  const events = JSON.stringify(when satisfies NoticeEvent[]);
  const key = { exportId: row.id, target };
  const found = await store.db.subscription.upsert({
    where: { exportId_target: key },
    create: { ...key, events, createdBy: displayName(actor), createdAt: clock.now() },
    update: { events },
  });
  return view(name, found);
}

export async function deleteSubscription(
  { store }: Pick<ServiceContext, 'store'>,
  actor: Actor,
  { name, target }: SubscriptionPlace,
): Promise<void> {
  checkOwn(actor, target);
  const row = await findExport(store, name);
  const { count } = await store.db.subscription.deleteMany({ where: { exportId: row.id, target } });
  if (count === 0) refuse(404, 'unknown-subscription', { export: name, target }, { found: target });
}

/** Viewers decide about themselves only (L7). */
function checkOwn(actor: Actor, target: string): void {
  if (mayAct(actor.role, 'editor') || actor.onBehalfOf?.id === `slack:${target}`) return;
  refuse(403, 'subscription-of-others', { target }, { found: target });
}
