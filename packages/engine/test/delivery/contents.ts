import { createHash, randomBytes } from 'node:crypto';
import type { ContentSummary, SpoolReader } from '../../src/delivery/spool.ts';
import { type Code, WaybillError } from '../../src/errors/index.ts';

/** Finished content of the given bytes. */
export function content(bytes: Buffer, chunkSize = 256 * 1024): SpoolReader {
  const finished: ContentSummary = { bytes: bytes.length, sha256: sha256(bytes) };
  return {
    bytesSoFar: bytes.length,
    finished,
    failure: undefined,
    summary: async () => finished,
    async *chunks(signal) {
      for (let at = 0; at < bytes.length; at += chunkSize) {
        signal?.throwIfAborted();
        yield Buffer.from(bytes.subarray(at, at + chunkSize));
      }
    },
  };
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes that no compression or repetition hides a mistake in. */
export function noise(bytes: number): Buffer {
  return randomBytes(bytes);
}

/** The coded error that a promise fails with; anything else is a failure of the test. */
export async function failureOf(promise: Promise<unknown>): Promise<WaybillError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof WaybillError) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

export async function codeOf(promise: Promise<unknown>): Promise<Code> {
  return (await failureOf(promise)).code;
}

export const NEVER: AbortSignal = new AbortController().signal;
