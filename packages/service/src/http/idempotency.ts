import type { IncomingHttpHeaders } from 'node:http';
import { IDEMPOTENCY_HEADER } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { Actor, ServiceContext } from '../context.ts';
import { isUniqueViolation } from '../store/error-codes.ts';

const MINUTE = 60_000;
/** How long an answer can be asked for again, milliseconds. */
export const KEPT = 24 * 60 * MINUTE;
/** How long a request may take. One that is unfinished after it died with its process, and may be made again. */
const LONGEST = 15 * MINUTE;

/** An answer as it was sent. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

export interface KeyedRequest {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  /** The body, as it came. */
  readonly text: string;
}

/** The key of a request; undefined when it has none. Throws `idempotency-key-malformed`. */
export function idempotencyKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers[IDEMPOTENCY_HEADER];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) return fail('idempotency-key-malformed', {});
  return key;
}

/**
 * Does something once for each key of a token (C2): the same request again gets the same answer. Only success is kept:
 * after a refusal nothing was done, so the request is looked at anew.
 */
export async function onceForKey(
  service: Pick<ServiceContext, 'store' | 'clock' | 'keys' | 'log'>,
  actor: Actor,
  key: string,
  request: KeyedRequest,
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer & { readonly replayed: boolean }> {
  const { store, clock, log } = service;
  const id = idOf(actor, key);
  const requestHash = hashOf(service, actor, request);
  const known = await begin(service, id, requestHash);
  if (known) return { ...known, replayed: true };
  let answer: StoredAnswer;
  try {
    answer = await work();
  } catch (error) {
    await store.db.idempotency.deleteMany({ where: { id, requestHash, status: null } });
    throw error;
  }
  try {
    const expiresAt = new Date(clock.now().getTime() + KEPT);
    await store.db.idempotency.updateMany({ where: { id, requestHash }, data: { ...answer, expiresAt } });
  } catch (error) {
    // It is done; that it cannot be answered again must not say otherwise.
    log.error({ err: error }, 'the answer to a request with a key could not be kept');
  }
  return { ...answer, replayed: false };
}

/** For a person the bots are one, however many tokens they have. */
const idOf = (actor: Actor, key: string): string => `${actor.onBehalfOf?.id ?? actor.tokenId ?? actor.name}|${key}`;

/** The same for a request that is sent again with its key, and for no other one; says nothing about either. */
export const requestIdOf = (
  service: Pick<ServiceContext, 'keys'>,
  actor: Actor,
  key: string,
  request: KeyedRequest,
): string => service.keys.sign('request', `${idOf(actor, key)}|${hashOf(service, actor, request)}`);

/** Notes that the request is being worked on; gives the answer when it was before. */
async function begin(
  { store, clock }: Pick<ServiceContext, 'store' | 'clock'>,
  id: string,
  requestHash: string,
): Promise<StoredAnswer | undefined> {
  const now = clock.now();
  const row = { id, requestHash, createdAt: now, expiresAt: new Date(now.getTime() + LONGEST) };
  await store.db.idempotency.deleteMany({ where: { id, expiresAt: { lte: now } } });
  try {
    await store.db.idempotency.create({ data: row });
    return undefined;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  const found = await store.db.idempotency.findUnique({ where: { id } });
  if (found && found.requestHash !== requestHash) fail('idempotency-key-reused', {});
  if (!found || found.status === null || found.body === null) return fail('request-in-progress', {});
  return { status: found.status, body: found.body };
}

/** By a key of the service: the body may be a secret, which a plain hash would let others try out. */
const hashOf = ({ keys }: Pick<ServiceContext, 'keys'>, actor: Actor, { method, url, text }: KeyedRequest): string =>
  keys.sign('idempotency', JSON.stringify([method, url, actor.onBehalfOf?.id ?? null, text]));
