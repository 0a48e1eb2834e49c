/** Bytes and SHA-256 of what passes by, for receipt and manifest (X2, X3). */
import { createHash } from 'node:crypto';
import { type HashThread, hashThread } from './hash-worker.ts';

export interface FileDigest {
  readonly bytes: number;
  /** Hex, lower case. */
  readonly sha256: string;
}

export interface CountedBytes {
  /** The same chunks, to be read once. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Bytes so far, for progress (X4). */
  readonly soFar: () => number;
  /** Known when `bytes` was read to its end; rejects when it was not. */
  readonly digest: () => Promise<FileDigest>;
}

/** Files up to this many bytes are hashed here: a thread costs some 30 ms to start, this many bytes about half that. */
const SMALL = 4 << 20;

/**
 * Counts and hashes on the way. Large files are hashed on a thread of their own, since SHA-256 takes four times as long
 * as passing the bytes on; what waits for that thread is bounded.
 */
export function countAndHash(bytes: AsyncIterable<Buffer>): CountedBytes {
  let count = 0;
  let sha256: Promise<string> | undefined;

  async function* counted(): AsyncGenerator<Buffer> {
    /** The first bytes, kept until it shows whether the file is small. */
    let first: Buffer[] = [];
    let thread: HashThread | undefined;
    try {
      for await (const chunk of bytes) {
        count += chunk.length;
        if (thread) await thread.update(chunk);
        // A copy: whoever reads the chunk may use its memory again.
        else first.push(Buffer.from(chunk));
        if (!thread && count > SMALL) {
          thread = hashThread();
          for (const early of first) await thread.update(early);
          first = [];
        }
        yield chunk;
      }
      sha256 = thread ? thread.digest() : Promise.resolve(hashHere(first));
      // Whoever asks for the digest gets the failure; until then it must not count as unhandled.
      sha256.catch(() => {});
    } finally {
      if (sha256 === undefined) thread?.stop();
    }
  }

  return {
    bytes: counted(),
    soFar: () => count,
    async digest() {
      if (sha256 === undefined) throw new Error('The bytes were not read to their end, so they have no digest.');
      return { bytes: count, sha256: await sha256 };
    },
  };
}

function hashHere(chunks: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
