import type { Readable } from 'node:stream';
import { constants, createGunzip, createInflateRaw } from 'node:zlib';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';

/** The beginning of a kept file as people read it (R7). */
export type FirstLines =
  | {
      readonly kind: 'lines';
      readonly lines: readonly string[];
      /** Whether the file goes on after them. */
      readonly more: boolean;
      /** The file inside, where the kept one is a zip. */
      readonly inside: string | null;
    }
  | { readonly kind: 'none'; readonly why: string };

const LINES = 10;
const LONGEST_LINE = 400;
/** Bytes that are read, and bytes that are unpacked, at the most. */
const READ = 64 * 1024;
const UNPACKED = 64 * 1024;

const TEXT = /\.(csv|psv|tsv|json|ndjson|txt)$/i;
const none = (why: string): FirstLines => ({ kind: 'none', why });

/** Reads the first lines of a text file, also inside gzip and zip; for anything else it says why there are none. */
export async function firstLines(
  artifacts: Pick<ArtifactStore, 'open'>,
  { name, ref, bytes }: { readonly name: string; readonly ref: string; readonly bytes: number },
): Promise<FirstLines> {
  if (/\.(pgp|gpg|asc)$/i.test(name)) return none('The file is encrypted; only its receiver can read it.');
  const inner = name.replace(/\.(gz|zip)$/i, '');
  if (!TEXT.test(inner)) return none('The file is not text; download it to look at it.');
  if (bytes === 0) return none('The file is empty.');
  const stream = await artifacts.open(ref, { from: 0, to: Math.min(READ, bytes) - 1 });
  if (!stream) return none('The file is not kept any more.');
  const head = await headOf(stream, READ);
  const packed = packedContent(name, head);
  if (packed === undefined) return none('The beginning of the archive cannot be read; download it to look at it.');
  const content = packed.unpack === undefined ? packed.bytes : await headOf(packed.unpack(packed.bytes), UNPACKED);
  if (content.length === 0 && packed.unpack !== undefined)
    return none('The beginning of the archive cannot be read; download it to look at it.');
  const isWhole = packed.unpack === undefined ? bytes <= READ : content.length < UNPACKED && bytes <= READ;
  return { kind: 'lines', ...linesOf(content, isWhole), inside: packed.inside };
}

/** So many bytes of a stream, or fewer where it ends or breaks off before. */
async function headOf(stream: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= most) break;
    }
  } catch {
    // A part of an archive ends in the middle: what came before is what was asked for.
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, most);
}

interface Packed {
  readonly bytes: Buffer;
  readonly unpack: ((bytes: Buffer) => Readable) | undefined;
  readonly inside: string | null;
}

function packedContent(name: string, head: Buffer): Packed | undefined {
  const end = { finishFlush: constants.Z_SYNC_FLUSH };
  const through = (unpacker: ReturnType<typeof createGunzip>) => (bytes: Buffer) => {
    unpacker.end(bytes);
    return unpacker;
  };
  if (/\.gz$/i.test(name)) return { bytes: head, unpack: through(createGunzip(end)), inside: null };
  if (!/\.zip$/i.test(name)) return { bytes: head, unpack: undefined, inside: null };
  // A local file header: signature, flags at 6, method at 8, packed length at 18, lengths of name and extra field at 26 and 28.
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50 || (head.readUInt16LE(6) & 1) !== 0) return undefined;
  const nameLength = head.readUInt16LE(26);
  const inside = head.subarray(30, 30 + nameLength).toString('utf8');
  const begin = 30 + nameLength + head.readUInt16LE(28);
  const bytes = head.subarray(begin);
  switch (head.readUInt16LE(8)) {
    case 0:
      // Its length at 18 is 0 where it is said only after the content.
      return { bytes: head.subarray(begin, begin + (head.readUInt32LE(18) || head.length)), unpack: undefined, inside };
    case 8:
      return { bytes, unpack: through(createInflateRaw(end)), inside };
    default:
      return undefined;
  }
}

function linesOf(content: Buffer, isWhole: boolean): { readonly lines: readonly string[]; readonly more: boolean } {
  const isWide = content[0] === 0xff && content[1] === 0xfe;
  // A byte order mark is dropped; a character that is cut in the middle at the end, too.
  const text = new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(content, { stream: !isWhole });
  const all = text.split(/\r\n|\n|\r/);
  // What follows the last newline is a line only if something stands there.
  const ended = all.at(-1) === '' ? all.slice(0, -1) : all;
  return {
    lines: ended.slice(0, LINES).map(cut),
    more: !isWhole || ended.length > LINES,
  };
}

const cut = (line: string): string =>
  // Half a character that stands for two is none.
  line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE).replace(/[\ud800-\udbff]$/, '')}…`;
