import type { createdTokenSchema, createTokenBody } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { z } from 'zod';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { cutPage, type PageRequest, positionOf, rowsToRead } from '../http/pages.ts';
import { newId } from '../store/new-id.ts';
import { hashOfToken, newTokenText } from './token-text.ts';
import { tokenView } from './token-view.ts';
import { forgetTokens } from './verify-token.ts';

const DAY = 86_400_000;

/** Makes a token (Q1). The answer holds it; nothing else ever does. */
export async function createToken(
  { store, clock }: Pick<ServiceContext, 'store' | 'clock'>,
  actor: Actor,
  { name, role, email, days, delegate }: z.output<typeof createTokenBody>,
): Promise<z.input<typeof createdTokenSchema>> {
  const now = clock.now();
  const token = newTokenText();
  const row = await store.db.token.create({
    data: {
      id: newId('tok', now),
      name,
      role,
      hash: hashOfToken(token),
      email: email ?? null,
      delegate: delegate ?? false,
      createdBy: displayName(actor),
      createdAt: now,
      expiresAt: days === undefined ? null : new Date(now.getTime() + days * DAY),
    },
  });
  return { ...tokenView(row), token };
}

/** Tokens, newest first, those that were revoked too. */
export async function listTokens({ store, keys }: Pick<ServiceContext, 'store' | 'keys'>, page: PageRequest) {
  const list = { name: 'tokens' };
  const after = positionOf(keys, list, page)?.[0];
  const found = await store.db.token.findMany({
    where: after === undefined ? {} : { id: { lt: String(after) } },
    orderBy: { id: 'desc' },
    take: rowsToRead(page),
  });
  const { rows, next } = cutPage(keys, list, page, found, token => [token.id]);
  return { items: rows.map(tokenView), next };
}

/** Revokes a token, at once in this process. The last one of an administrator stays (`last-admin-token`). */
export async function revokeToken(
  { store, clock }: Pick<ServiceContext, 'store' | 'clock'>,
  id: string,
): Promise<void> {
  const now = clock.now();
  await store.transaction(async tx => {
    const token = await tx.token.findUnique({ where: { id } });
    if (!token) return fail('unknown-access-token', { id });
    if (token.revokedAt !== null) return;
    if (token.role === 'admin') {
      const others = await tx.token.count({
        where: {
          id: { not: id },
          role: 'admin',
          revokedAt: null,
          OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
        },
      });
      const isExpired = token.expiresAt !== null && token.expiresAt <= now;
      if (others === 0 && !isExpired) fail('last-admin-token', { name: token.name });
    }
    await tx.token.update({ where: { id }, data: { revokedAt: now } });
  });
  forgetTokens(store);
}
