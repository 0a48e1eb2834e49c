import type { createDraftBody, draftSchema, listDraftsQuery, putDraftBody } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import { z } from 'zod';
import type { Actor, ServiceContext } from '../context.ts';
import { cutPage, positionOf, rowsToRead } from '../http/pages.ts';
import type { Draft } from '../store/generated/sqlite/client.ts';
import { newId } from '../store/new-id.ts';

/** What somebody is still writing (L2). Each belongs to one person, and to nobody else. */

const DAY = 86_400_000;
/** How long a draft is kept after it was last saved. */
const KEPT = 30 * DAY;

const bodySchema = z.record(z.string(), z.unknown());

/** The person where somebody acts for one, else the token. */
const ownerOf = (actor: Actor): string => actor.onBehalfOf?.id ?? actor.tokenId ?? actor.name;

const draftView = (draft: Draft): z.input<typeof draftSchema> => ({
  id: draft.id,
  kind: draft.kind,
  title: draft.title,
  body: bodySchema.parse(JSON.parse(draft.body)),
  version: draft.version,
  createdAt: draft.createdAt.toISOString(),
  updatedAt: draft.updatedAt.toISOString(),
  expiresAt: draft.expiresAt.toISOString(),
});

type Service = Pick<ServiceContext, 'store' | 'clock' | 'keys'>;

/** The caller's drafts, saved last first. */
export async function listDrafts(
  { store, clock, keys }: Service,
  actor: Actor,
  { kind, limit, cursor }: z.output<typeof listDraftsQuery>,
) {
  const owner = ownerOf(actor);
  const list = { name: 'drafts', filters: { kind, owner } };
  const page = { limit, cursor };
  const [updatedAt, id] = positionOf(keys, list, page) ?? [];
  const at = new Date(String(updatedAt));
  const found = await store.db.draft.findMany({
    where: {
      owner,
      ...(kind === undefined ? {} : { kind }),
      expiresAt: { gt: clock.now() },
      ...(id === undefined ? {} : { OR: [{ updatedAt: { lt: at } }, { updatedAt: at, id: { lt: String(id) } }] }),
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: rowsToRead(page),
  });
  const { rows, next } = cutPage(keys, list, page, found, draft => [draft.updatedAt.toISOString(), draft.id]);
  return { items: rows.map(draftView), next };
}

export async function createDraft(
  { store, clock }: Service,
  actor: Actor,
  { kind, title, body }: z.output<typeof createDraftBody>,
) {
  const now = clock.now();
  const draft = await store.db.draft.create({
    data: {
      id: newId('drf', now),
      owner: ownerOf(actor),
      kind,
      title,
      body: JSON.stringify(body),
      createdAt: now,
      updatedAt: now,
      expiresAt: new Date(now.getTime() + KEPT),
    },
  });
  return draftView(draft);
}

export async function getDraft({ store, clock }: Service, actor: Actor, id: string) {
  const draft = await store.db.draft.findFirst({
    where: { id, owner: ownerOf(actor), expiresAt: { gt: clock.now() } },
  });
  return draft ? draftView(draft) : fail('unknown-draft', { id });
}

export async function putDraft(
  service: Service,
  actor: Actor,
  id: string,
  { title, body, expectedVersion }: z.output<typeof putDraftBody>,
) {
  const { store, clock } = service;
  const now = clock.now();
  const owner = ownerOf(actor);
  const { count } = await store.db.draft.updateMany({
    where: {
      id,
      owner,
      expiresAt: { gt: now },
      ...(expectedVersion === undefined ? {} : { version: expectedVersion }),
    },
    data: {
      title,
      body: JSON.stringify(body),
      version: { increment: 1 },
      updatedAt: now,
      expiresAt: new Date(now.getTime() + KEPT),
    },
  });
  const draft = await getDraft(service, actor, id);
  if (count === 0 && expectedVersion !== undefined) {
    fail('draft-conflict', { expected: expectedVersion, found: draft.version });
  }
  return draft;
}

export async function deleteDraft({ store }: Service, actor: Actor, id: string): Promise<void> {
  const { count } = await store.db.draft.deleteMany({ where: { id, owner: ownerOf(actor) } });
  if (count === 0) fail('unknown-draft', { id });
}
