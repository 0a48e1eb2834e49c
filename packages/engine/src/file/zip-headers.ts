/**
 * The records of a zip file whose entries' sizes are only known at their ends (APPNOTE 6.3.10; O4). ZIP64 records
 * appear where a number does not fit, and only there, so that small archives open everywhere.
 */

export interface ZipEntry {
  /** Name inside the archive, e.g. `x.csv`. */
  readonly name: string;
  /** Written in UTC, so that the same run gives the same bytes on every machine. */
  readonly modified: Date;
}

/** Sizes of the entry, in bytes, and its CRC-32. */
export interface ZipSizes {
  readonly crc: number;
  readonly packedBytes: number;
  readonly plainBytes: number;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;

/** Sizes and CRC come after the data (bit 3), the name is UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
const VERSION_64 = 45;
/** Made by: Unix (3), for the mode in the external attributes. */
const MADE_ON_UNIX = 3 << 8;
/** A regular file, rw-r--r--. */
const ATTRIBUTES = (0o100644 << 16) >>> 0;
const MAX_32 = 0xffffffff;

/** Numbers in the order they stand, little-endian; `[bytes, value]`. */
function record(...fields: readonly (readonly [1 | 2 | 4 | 8, number])[]): Buffer {
  const out = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) out.writeBigUInt64LE(BigInt(value), at);
    else out.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return out;
}

/** Date and time as MS-DOS had them: from 1980 to 2107, in steps of two seconds. */
function dosTime(date: Date): { readonly time: number; readonly day: number } {
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107);
  return {
    time: (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
    day: ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
  };
}

/** The extra field that holds the instant itself, which MS-DOS time does not. */
function instantField(date: Date): Buffer {
  const seconds = Math.floor(date.getTime() / 1000);
  // Signed 32 bits until 2038; later instants are left to the MS-DOS time.
  if (seconds < 0 || seconds > 0x7fffffff) return Buffer.alloc(0);
  return record([2, 0x5455], [2, 5], [1, 1], [4, seconds]);
}

/** What stands before the data. */
export function localHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const extra = instantField(entry.modified);
  const { time, day } = dosTime(entry.modified);
  const fixed = record(
    [4, LOCAL],
    [2, VERSION],
    [2, FLAGS],
    [2, DEFLATED],
    [2, time],
    [2, day],
    [4, 0],
    [4, 0],
    [4, 0],
    [2, name.length],
    [2, extra.length],
  );
  return Buffer.concat([fixed, name, extra]);
}

/** What stands after the data of a zip with one entry. */
export function trailer(entry: ZipEntry, sizes: ZipSizes): Buffer {
  const after = descriptor(sizes);
  const centralAt = localHeader(entry).length + sizes.packedBytes + after.length;
  return Buffer.concat([after, zipEnd([{ entry, sizes, at: 0 }], centralAt)]);
}

/** What stands after the data of each entry. */
export function descriptor({ crc, packedBytes, plainBytes }: ZipSizes): Buffer {
  const width = packedBytes >= MAX_32 || plainBytes >= MAX_32 ? 8 : 4;
  return record([4, DESCRIPTOR], [4, crc], [width, packedBytes], [width, plainBytes]);
}

/** An entry that is written. */
export interface PlacedEntry {
  readonly entry: ZipEntry;
  readonly sizes: ZipSizes;
  /** Where its local header begins. */
  readonly at: number;
}

/** Central directory and end records, which begin at `centralAt`. */
export function zipEnd(entries: readonly PlacedEntry[], centralAt: number): Buffer {
  const central = Buffer.concat(entries.map(centralRecord));
  return Buffer.concat([central, endRecords(entries.length, centralAt, central.length)]);
}

function centralRecord({ entry, sizes: { crc, packedBytes, plainBytes }, at }: PlacedEntry): Buffer {
  const name = Buffer.from(entry.name);
  const instant = instantField(entry.modified);
  const { time, day } = dosTime(entry.modified);
  const largeSizes = packedBytes >= MAX_32 || plainBytes >= MAX_32;
  const largeOffset = at >= MAX_32;
  const numbers = [...(largeSizes ? [plainBytes, packedBytes] : []), ...(largeOffset ? [at] : [])];
  const is64 = numbers.length > 0;
  const extra64 = is64
    ? record([2, 1], [2, 8 * numbers.length], ...numbers.map(n => [8, n] as const))
    : Buffer.alloc(0);
  const extra = Buffer.concat([extra64, instant]);
  const fixed = record(
    [4, CENTRAL],
    [2, MADE_ON_UNIX | VERSION_64],
    [2, is64 ? VERSION_64 : VERSION],
    [2, FLAGS],
    [2, DEFLATED],
    [2, time],
    [2, day],
    [4, crc],
    [4, largeSizes ? MAX_32 : packedBytes],
    [4, largeSizes ? MAX_32 : plainBytes],
    [2, name.length],
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, ATTRIBUTES],
    [4, largeOffset ? MAX_32 : at],
  );
  return Buffer.concat([fixed, name, extra]);
}

function endRecords(entries: number, centralAt: number, centralBytes: number): Buffer {
  const is64 = centralAt >= MAX_32;
  const end = record(
    [4, END],
    [2, 0],
    [2, 0],
    [2, entries],
    [2, entries],
    [4, centralBytes],
    [4, is64 ? MAX_32 : centralAt],
    [2, 0],
  );
  if (!is64) return end;
  const end64 = record(
    [4, END_64],
    [8, 44],
    [2, MADE_ON_UNIX | VERSION_64],
    [2, VERSION_64],
    [4, 0],
    [4, 0],
    [8, entries],
    [8, entries],
    [8, centralBytes],
    [8, centralAt],
  );
  const locator = record([4, END_64_LOCATOR], [4, 0], [8, centralAt + centralBytes], [4, 1]);
  return Buffer.concat([end64, locator, end]);
}
