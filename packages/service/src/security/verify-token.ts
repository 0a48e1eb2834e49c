import type { Role } from '@waybill/api';
import type { ServiceContext } from '../context.ts';
import type { Token } from '../store/generated/sqlite/client.ts';
import type { Store } from '../store/store.ts';
import { hashOfToken, isTokenText } from './token-text.ts';

/** What a token stands for. */
export interface Bearer {
  readonly tokenId: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string | null;
  /** May say on whose behalf it acts. */
  readonly delegate: boolean;
}

type Service = Pick<ServiceContext, 'store' | 'clock' | 'log'>;

/** How long a token is taken for valid without another look: a revocation by another process counts after that. */
const REMEMBERED = 5_000;
/** How exact "last used" is. */
const USED_EVERY = 60_000;
const MOST_REMEMBERED = 5_000;

interface Remembered {
  readonly bearer: Bearer;
  readonly expiresAt: number;
  readonly until: number;
}

/** What this process remembers of the tokens of a store. */
class TokenMemory {
  readonly known = new Map<string, Remembered>();
  readonly used = new Map<string, number>();
  /** Grows with every revocation, so that what was read before one is not remembered after it. */
  revocations = 0;
}

const memories = new WeakMap<Store, TokenMemory>();

function memoryOf(store: Store): TokenMemory {
  const memory = memories.get(store) ?? new TokenMemory();
  memories.set(store, memory);
  return memory;
}

/** Makes this process look at every token anew. */
export function forgetTokens(store: Store): void {
  const memory = memoryOf(store);
  memory.known.clear();
  memory.revocations++;
}

/** The bearer of a token that was verified a moment ago; undefined says nothing. Asks nobody. */
export function rememberedBearer({ store, clock }: Service, text: string): Bearer | undefined {
  const found = memoryOf(store).known.get(hashOfToken(text));
  const now = clock.now().getTime();
  return found && found.until > now && found.expiresAt > now ? found.bearer : undefined;
}

/** The bearer of a token; undefined for one that is not known, was revoked or has expired (Q1). */
export async function verifyToken(service: Service, text: string): Promise<Bearer | undefined> {
  if (!isTokenText(text)) return undefined;
  const remembered = rememberedBearer(service, text);
  if (remembered) return remembered;
  const { store, clock } = service;
  const memory = memoryOf(store);
  const { revocations } = memory;
  const hash = hashOfToken(text);
  const token = await store.db.token.findUnique({ where: { hash } });
  const now = clock.now();
  if (!token || token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= now)) return undefined;
  const bearer: Bearer = {
    tokenId: token.id,
    name: token.name,
    role: token.role as Role,
    email: token.email,
    delegate: token.delegate,
  };
  if (memory.revocations === revocations) {
    if (memory.known.size >= MOST_REMEMBERED) memory.known.clear();
    const expiresAt = token.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    memory.known.set(hash, { bearer, expiresAt, until: now.getTime() + REMEMBERED });
  }
  await noteUse(service, memory, token, now);
  return bearer;
}

/** Notes the use, at most once a minute. That it could not be noted keeps nobody out. */
async function noteUse({ store, log }: Service, memory: TokenMemory, token: Token, now: Date): Promise<void> {
  const last = Math.max(memory.used.get(token.id) ?? 0, token.lastUsedAt?.getTime() ?? 0);
  if (now.getTime() - last < USED_EVERY) return;
  memory.used.set(token.id, now.getTime());
  try {
    await store.db.token.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } });
  } catch (error) {
    log.warn({ err: error, token: token.id }, 'the use of a token could not be noted');
  }
}
