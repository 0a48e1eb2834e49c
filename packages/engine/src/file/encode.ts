/** The encodings of O2, over streams of UTF-8 that may be cut inside a character. */
import { fail } from '../errors/index.ts';
import type { FileOptions } from './options.ts';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The same text in the encoding asked for. utf-16le has no byte order mark; utf-8-bom is what adds one. */
export function encoded(bytes: AsyncIterable<Buffer>, encoding: FileOptions['encoding']): AsyncIterable<Buffer> {
  if (encoding === 'utf-8') return bytes;
  return encoding === 'utf-8-bom' ? withMark(bytes) : asUtf16(bytes);
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
