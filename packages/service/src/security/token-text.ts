import { createHash, randomBytes } from 'node:crypto';

/** How a token looks; whatever looks otherwise is none. */
const TOKEN = /^wb_[A-Za-z0-9_-]{43}$/;

export const isTokenText = (text: string): boolean => TOKEN.test(text);

/** A new token: 256 bits of chance. */
export const newTokenText = (): string => `wb_${randomBytes(32).toString('base64url')}`;

/** What is stored of a token. Nothing slower is needed: 256 bits cannot be guessed. */
export const hashOfToken = (text: string): string => createHash('sha256').update(text).digest('base64url');
