import { createHash } from 'node:crypto';

/** What every file system takes as part of a file's name, and no shell has to quote. */
const PLAIN = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

/**
 * The name of an export as part of a path: itself where that is safe. Any other name (D1 allows spaces, `..`, emoji) is
 * simplified and told apart by a hash, so that no name leads out of its folder or is too long for the disk.
 */
export function diskName(name: string): string {
  if (PLAIN.test(name)) return name;
  const simple = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10);
  return `${simple === '' ? 'export' : simple}~${hash}`;
}
