/** The encodings of O2, over streams of UTF-8 that may be cut inside a character. */
import { fail } from '../errors/index.ts';
import type { FileOptions } from './options.ts';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The same text in the encoding asked for. utf-16le has no byte order mark; utf-8-bom is what adds one. */
export function encoded(bytes: AsyncIterable<Buffer>, encoding: FileOptions['encoding']): AsyncIterable<Buffer> {
  if (encoding === 'utf-8') return bytes;
  return encoding === 'utf-8-bom' ? withMark(bytes) : asUtf16(bytes);
}

/** Bytes before the text. */
export const markBytes = (encoding: FileOptions['encoding']): number =>
  encoding === 'utf-8-bom' ? UTF8_MARK.length : 0;

/** Bytes that UTF-8 text, cut anywhere, takes in the encoding; undefined where it stays as it is. */
export function measureFor(encoding: FileOptions['encoding']): ((text: Buffer) => number) | undefined {
  return encoding === 'utf-16le' ? utf16Bytes : undefined;
}

/** Two for each character, four for those beyond U+FFFF: their first byte in UTF-8 is F0 or higher. */
function utf16Bytes(text: Buffer): number {
  let bytes = 0;
  for (const byte of text) if ((byte & 0xc0) !== 0x80) bytes += byte >= 0xf0 ? 4 : 2;
  return bytes;
}

async function* withMark(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield UTF8_MARK;
  yield* bytes;
}

async function* asUtf16(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  // ignoreBOM: a mark that stands in the data is data. fatal: bytes that are no UTF-8 must not become question marks (O6).
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      return fail('rows-not-utf8', {}, {}, cause);
    }
  };
  for await (const chunk of bytes) {
    const text = decode(chunk);
    if (text !== '') yield Buffer.from(text, 'utf16le');
  }
  const rest = decode();
  if (rest !== '') yield Buffer.from(rest, 'utf16le');
}
