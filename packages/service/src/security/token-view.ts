import type { Role, tokenViewSchema } from '@waybill/api';
import type { z } from 'zod';
import type { Token } from '../store/generated/sqlite/client.ts';

const instant = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A token as lists show it; neither itself nor its hash. */
export const tokenView = (token: Token): z.input<typeof tokenViewSchema> => ({
  id: token.id,
  name: token.name,
  role: token.role as Role,
  email: token.email,
  delegate: token.delegate,
  createdBy: token.createdBy,
  createdAt: token.createdAt.toISOString(),
  lastUsedAt: instant(token.lastUsedAt),
  expiresAt: instant(token.expiresAt),
  revokedAt: instant(token.revokedAt),
});
