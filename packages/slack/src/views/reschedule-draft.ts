import { ApiError, type Client } from '@waybill/api';
import { z } from 'zod';
import { keyOf } from '../on-behalf.ts';
import type { Stored } from './create/draft-store.ts';
import type { Form } from './create/form.ts';

/**
 * What somebody has typed about other times of an export, kept in the service as they type it: what is typed for one
 * kind of schedule is there again when they come back to that kind, or to the dialog.
 */

type Service = Pick<Client, 'createDraft' | 'getDraft' | 'putDraft' | 'listDrafts' | 'deleteDraft'>;

const KIND = 'reschedule';
const bodySchema = z.object({
  export: z.string(),
  /** That it is about: what was typed about an earlier one means nothing any more. */
  revision: z.int(),
  /** Of the inputs' ids: {@link RescheduleDraft.turn}. */
  turn: z.int().min(0),
  typed: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

export interface RescheduleDraft {
  readonly export: string;
  readonly revision: number;
  /** Grows when somebody starts over: Slack keeps what is typed in an input of the same id. */
  readonly turn: number;
  readonly typed: Form;
}

export interface KeptDraft {
  readonly id: string;
  readonly draft: RescheduleDraft;
}

/** What the person has typed about this revision, if anything. */
export async function keptDraft(service: Service, name: string, revision: number): Promise<KeptDraft | undefined> {
  const { items } = await service.listDrafts({ query: { kind: KIND, limit: 50 } });
  for (const { id, body } of items) {
    const draft = bodySchema.safeParse(body).data;
    if (draft?.export === name && draft.revision === revision) return { id, draft };
  }
  return undefined;
}

/** So often others may come in between. */
const ATTEMPTS = 6;

/**
 * Keeps what is typed beside what was typed before.
 * @param id of the draft; undefined for the first time.
 * @param viewId of the modal: however many changes come at once, one draft is made.
 */
export async function keepTyped(
  service: Service,
  id: string | undefined,
  viewId: string,
  typed: RescheduleDraft,
): Promise<KeptDraft> {
  for (let attempt = 1; ; attempt++) {
    const stored = (await existing(service, id)) ?? (await begun(service, typed, [viewId, id ?? null]));
    const before = bodySchema.safeParse(stored.body).data;
    const isSame = before?.revision === typed.revision && before.turn === typed.turn;
    const draft = isSame ? { ...typed, typed: { ...before.typed, ...typed.typed } } : typed;
    try {
      const body = { title: stored.title, body: bodyOf(draft), expectedVersion: stored.version };
      await service.putDraft({ params: { id: stored.id }, body });
      return { id: stored.id, draft };
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'draft-conflict') || attempt >= ATTEMPTS) throw error;
    }
  }
}

async function existing(service: Service, id: string | undefined): Promise<Stored | undefined> {
  if (id === undefined) return undefined;
  try {
    return await service.getDraft({ params: { id } });
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unknown-draft') return undefined;
    throw error;
  }
}

/** The same call from whichever change comes first, and so one draft. */
async function begun(service: Service, { export: name, revision }: RescheduleDraft, place: unknown): Promise<Stored> {
  const title = `Other times for ${name}`.slice(0, 200);
  const body = bodyOf({ export: name, revision, turn: 0, typed: {} });
  const options = { idempotencyKey: keyOf(JSON.stringify(place), 'createDraft', KIND) };
  const { id } = await service.createDraft({ body: { kind: KIND, title, body } }, options);
  return service.getDraft({ params: { id } });
}

const bodyOf = (draft: RescheduleDraft): Record<string, unknown> =>
  JSON.parse(JSON.stringify(draft)) as Record<string, unknown>;
