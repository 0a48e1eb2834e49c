import { ApiError, type CallOutput, type Client } from '@waybill/api';
import { keyOf } from '../../on-behalf.ts';
import { type CreateDraft, DRAFT_KIND, draftSchema, draftTitle, emptyDraft } from './create-draft.ts';

/** Drafts in the service (L2): saved with every step, and never over what was saved elsewhere meanwhile. */

export type Stored = CallOutput<'getDraft'>;
type Service = Pick<Client, 'createDraft' | 'getDraft' | 'putDraft' | 'listDrafts' | 'deleteDraft'>;

/** So often others may come in between. */
const ATTEMPTS = 6;

export const readDraft = (stored: Stored): CreateDraft => draftSchema.parse(stored.body);

const bodyOf = (draft: CreateDraft): Record<string, unknown> =>
  JSON.parse(JSON.stringify(draft)) as Record<string, unknown>;

export const createDraft = (service: Service, draft: CreateDraft): Promise<Stored> =>
  service.createDraft({ body: { kind: DRAFT_KIND, title: draftTitle(draft), body: bodyOf(draft) } });

/** The draft of a modal that began without one: made once, however many clicks ask for it at the same time. */
export const firstDraft = (service: Service, viewId: string): Promise<Stored> =>
  service.createDraft(
    { body: { kind: DRAFT_KIND, title: draftTitle(emptyDraft()), body: bodyOf(emptyDraft()) } },
    { idempotencyKey: keyOf(viewId, 'createDraft', null) },
  );

/**
 * Changes a draft; `change` is asked again where somebody else has saved it in between.
 * @param change gives the draft as it is to be, and whatever else it found.
 * @throws `unknown-draft`
 */
export async function changeDraft<T extends { readonly draft: CreateDraft }>(
  service: Service,
  id: string,
  change: (draft: CreateDraft) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const stored = await service.getDraft({ params: { id } });
    const result = await change(readDraft(stored));
    try {
      await service.putDraft({
        params: { id },
        body: { title: draftTitle(result.draft), body: bodyOf(result.draft), expectedVersion: stored.version },
      });
      return result;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'draft-conflict') || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** Unfinished exports of the person, saved last first. */
export async function unfinished(service: Service, most: number): Promise<readonly Stored[]> {
  const { items } = await service.listDrafts({ query: { kind: DRAFT_KIND, limit: 50 } });
  return items.filter(({ body }) => draftSchema.safeParse(body).success).slice(0, most);
}

/** Whether this call was the one that removed it. */
export async function removeDraft(service: Service, id: string): Promise<boolean> {
  try {
    // With a key of its own: of two that finish the same draft, one is the first.
    await service.deleteDraft({ params: { id } }, { idempotencyKey: crypto.randomUUID() });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unknown-draft') return false;
    throw error;
  }
}
