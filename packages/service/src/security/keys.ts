import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { fail } from '@waybill/engine/errors';

/** What is made from the service's one key (Q1). */
export interface Keys {
  /** AES-256-GCM: nonce, text and tag. `context` (such as the secret's name) is authenticated with it. */
  seal(text: string, context: string): Buffer;
  /** Throws `secret-sealed` when it was sealed with another key or for something else, or was changed. */
  unseal(sealed: Uint8Array, context: string): string;
  /** HMAC-SHA-256 in base64url, with a key of its own for each purpose (links, webhooks, cursors). */
  sign(purpose: string, text: string): string;
  /** In constant time. */
  verify(purpose: string, text: string, signature: string): boolean;
}

/** Bytes of the key, of a nonce and of a tag. */
const KEY = 32;
const NONCE = 12;
const TAG = 16;

/** Derives a key for each purpose from the one key (HKDF-SHA-256), so that none of them says anything about another. */
export function createKeys(key: Uint8Array): Keys {
  if (key.length !== KEY) throw new Error(`a key has ${KEY} bytes, not ${key.length}`);
  const derived = new Map<string, Buffer>();
  const keyFor = (purpose: string): Buffer => {
    const known = derived.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `waybill ${purpose}`, KEY));
    derived.set(purpose, made);
    return made;
  };
  const hmac = (purpose: string, text: string) => createHmac('sha256', keyFor(purpose)).update(text).digest();

  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', keyFor('secrets'), nonce).setAAD(Buffer.from(context));
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    unseal(sealed, context) {
      const bytes = Buffer.from(sealed);
      try {
        const nonce = bytes.subarray(0, NONCE);
        const decipher = createDecipheriv('aes-256-gcm', keyFor('secrets'), nonce, { authTagLength: TAG })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(-TAG));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
      } catch (error) {
        return fail('secret-sealed', { what: context }, {}, error);
      }
    },
    sign: (purpose, text) => hmac(purpose, text).toString('base64url'),
    verify(purpose, text, signature) {
      const right = hmac(purpose, text);
      const given = Buffer.from(signature, 'base64url');
      // Only the one way of writing it: base64url lets the last character vary.
      return (
        given.length === right.length && timingSafeEqual(given, right) && given.toString('base64url') === signature
      );
    },
  };
}
