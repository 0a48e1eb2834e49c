import { createHmac } from 'node:crypto';
import type { Keys } from '../security/keys.ts';

/** As the secret of the service is called that webhooks are signed with; without it a key of the service's own is. */
export const WEBHOOK_SECRET = 'webhook';

export interface Signable {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * Headers of a signed webhook, as Standard Webhooks has them: `v1,` and the HMAC-SHA-256 of `ID.TIMESTAMP.BODY` in base64.
 * @param secret the secret of the workspace: `whsec_` and base64, or any other text, whose bytes are then the key.
 */
export function signedHeaders(
  { id, timestamp, body }: Signable,
  { secret, keys }: { readonly secret: string | undefined; readonly keys: Pick<Keys, 'sign'> },
): Readonly<Record<string, string>> {
  const text = `${id}.${timestamp}.${body}`;
  const signature =
    secret === undefined
      ? Buffer.from(keys.sign('webhook', text), 'base64url').toString('base64')
      : createHmac('sha256', keyOf(secret)).update(text).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}

const PREFIX = 'whsec_';
const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret, 'utf8');
