/** What is made from the service's one key (Q1). */
export interface Keys {
  /** AES-256-GCM: nonce, text and tag. `context` (such as the secret's name) is authenticated with it. */
  seal(text: string, context: string): Buffer;
  /** Throws `secret-unreadable` when it was sealed with another key or for something else, or was changed. */
  unseal(sealed: Uint8Array, context: string): string;
  /** HMAC-SHA-256 in base64url, with a key of its own for each purpose (links, webhooks, cursors). */
  sign(purpose: string, text: string): string;
  /** In constant time. */
  verify(purpose: string, text: string, signature: string): boolean;
}
