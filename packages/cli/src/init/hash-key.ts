import { randomBytes } from 'node:crypto';
import type { NewFile } from './starter-workspace.ts';

/** A new key for `protect: hash`, which nobody but its owner may read (K1, Q1). */
export const newHashKey = (): NewFile => ({
  path: '.waybill/secrets/hash_key',
  text: `${randomBytes(32).toString('hex')}\n`,
  mode: 0o600,
});
