import { createHash } from 'node:crypto';
import ssh2 from '#ssh2';

export interface HostKey {
  /** Private, in OpenSSH's own format. */
  readonly key: string;
  /** As OpenSSH prints it, `SHA256:…`. */
  readonly fingerprint: string;
}

/**
 * A new ed25519 key of a server. One in some two hundred that `ssh2` makes is malformed, and not even `ssh2` reads it again:
 * then another is made.
 */
export function newHostKey(): HostKey {
  for (;;) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    const parsed = ssh2.utils.parseKey(key);
    if (parsed instanceof Error) continue;
    const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64');
    return { key, fingerprint: `SHA256:${digest.replace(/=+$/, '')}` };
  }
}
