/** zip and gzip around the bytes of one file (O4), streaming: memory stays flat whatever the size (X4). */
import type { FileOptions } from './options.ts';
import { type DeflateOptions, type DeflateTotals, deflateBlocks } from './parallel-deflate.ts';
import { localHeader, trailer, type ZipEntry } from './zip-headers.ts';

/** The file's bytes as they go out: archived, or as they are. */
export function archived(
  bytes: AsyncIterable<Buffer>,
  archive: FileOptions['archive'],
  entry: ZipEntry,
): AsyncIterable<Buffer> {
  if (archive === 'zip') return zipped(bytes, entry);
  return archive === 'gzip' ? gzipped(bytes, entry.modified) : bytes;
}

const noTotals = (): DeflateTotals => ({ crc: 0, plainBytes: 0, packedBytes: 0, packedOf: 0 });

/** A zip file with one entry. The same bytes and entry give the same archive. */
export async function* zipped(
  bytes: AsyncIterable<Buffer>,
  entry: ZipEntry,
  options: DeflateOptions = {},
): AsyncGenerator<Buffer> {
  const totals = noTotals();
  yield localHeader(entry);
  yield* deflateBlocks(bytes, totals, options);
  yield trailer(entry, totals);
}

/** A gzip file. It holds no name, so that a renamed file does not unpack to its old one. */
export async function* gzipped(
  bytes: AsyncIterable<Buffer>,
  modified: Date,
  options: DeflateOptions = {},
): AsyncGenerator<Buffer> {
  const totals = noTotals();
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const seconds = Math.floor(modified.getTime() / 1000);
  // 0 says that there is no time, for what 32 bits cannot hold.
  header.writeUInt32LE(seconds > 0 && seconds <= 0xffffffff ? seconds : 0, 4);
  yield header;
  yield* deflateBlocks(bytes, totals, options);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(totals.crc, 0);
  end.writeUInt32LE(totals.plainBytes % 2 ** 32, 4);
  yield end;
}
