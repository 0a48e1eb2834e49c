/** A zip of several members, one after the other (for xlsx, which is one). */
import { type DeflateOptions, type DeflateTotals, deflateBlocks } from './parallel-deflate.ts';
import { descriptor, localHeader, type PlacedEntry, zipEnd } from './zip-headers.ts';

export interface ZipMember {
  readonly name: string;
  /** To be read once, before the next member is asked for. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** How far a zip is; filled on the way. */
export interface ZipProgress {
  /** Bytes written. */
  bytes: number;
  /** Plain bytes that were taken and are not yet written in their packed form. */
  pendingBytes: number;
}

export interface ZipOptions {
  readonly progress?: ZipProgress | undefined;
  readonly deflate?: DeflateOptions | undefined;
}

/** The same members give the same bytes. */
export async function* zipOf(
  members: AsyncIterable<ZipMember>,
  modified: Date,
  { progress = { bytes: 0, pendingBytes: 0 }, deflate = {} }: ZipOptions = {},
): AsyncGenerator<Buffer> {
  const placed: PlacedEntry[] = [];
  let at = 0;
  for await (const { name, bytes } of members) {
    const entry = { name, modified };
    const totals: DeflateTotals = { crc: 0, plainBytes: 0, packedBytes: 0, packedOf: 0 };
    const head = localHeader(entry);
    const start = at;
    at += head.length;
    yield head;
    async function* watched(): AsyncGenerator<Buffer> {
      for await (const chunk of bytes) {
        yield chunk;
        progress.bytes = at + totals.packedBytes;
        progress.pendingBytes = totals.plainBytes - totals.packedOf;
      }
    }
    yield* deflateBlocks(watched(), totals, deflate);
    const end = descriptor(totals);
    yield end;
    at += totals.packedBytes + end.length;
    progress.bytes = at;
    progress.pendingBytes = 0;
    placed.push({ entry, sizes: totals, at: start });
  }
  yield zipEnd(placed, at);
}
