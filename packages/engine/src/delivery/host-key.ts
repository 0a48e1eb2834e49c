import { createHash } from 'node:crypto';

/** `SHA256:…` of a public key in SSH's wire form, as OpenSSH prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}`;
}

export interface HostKeyPins {
  /** Undefined: any key is taken, because the workspace says so. */
  readonly fingerprints: readonly string[] | undefined;
  /** Types of keys that were given as whole lines, e.g. `ssh-ed25519`; to be asked for first. */
  readonly types: readonly string[];
}

/**
 * Reads `host_key`: a fingerprint, a public key line (`ssh-ed25519 AAAA… comment`), a line of known_hosts, or a list
 * of them. What is none of these stays as it is and matches nothing.
 */
export function readHostKeys(pinned: string | readonly string[]): HostKeyPins {
  if (pinned === 'any') return { fingerprints: undefined, types: [] };
  const types: string[] = [];
  const list = typeof pinned === 'string' ? pinned.split(/\r?\n/) : pinned;
  const fingerprints = list
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [, type, body] = /(?:^|\s)((?:ssh|ecdsa|sk)-[\w.@-]+)\s+([A-Za-z0-9+/=]+)/.exec(line) ?? [];
      if (type === undefined || body === undefined) return line.replace(/=+$/, '');
      types.push(type);
      return fingerprintOf(Buffer.from(body, 'base64'));
    });
  return { fingerprints, types };
}
