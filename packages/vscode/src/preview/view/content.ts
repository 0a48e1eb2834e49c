/** What of a file's bytes is shown, and how. Pure. */
import type { Layout } from '../protocol.ts';

/** Bytes of text that are shown at most; a file that is saved or copied is whole. */
export const MOST_TEXT_BYTES = 2 << 20;
/** Bytes that are shown at most of what is not text. */
export const MOST_HEX_BYTES = 64 << 10;

export type Content =
  | { readonly kind: 'text'; readonly text: string; readonly shownBytes: number; readonly bytes: number }
  | { readonly kind: 'hex'; readonly lines: readonly string[]; readonly shownBytes: number; readonly bytes: number };

export function contentOf(bytes: Uint8Array, { format, encoding }: Layout): Content {
  if (format === 'parquet' || format === 'xlsx') {
    const shown = bytes.subarray(0, MOST_HEX_BYTES);
    return { kind: 'hex', lines: hexLines(shown), shownBytes: shown.length, bytes: bytes.length };
  }
  const shown = bytes.subarray(0, MOST_TEXT_BYTES);
  // The mark at the beginning is part of the bytes, and shown. A character cut in half at the end is left out.
  const decoder = new TextDecoder(encoding === 'utf-16le' ? 'utf-16le' : 'utf-8', { ignoreBOM: true });
  const text = decoder.decode(shown, { stream: shown.length < bytes.length });
  return { kind: 'text', text, shownBytes: shown.length, bytes: bytes.length };
}

const WIDTH = 16;

/** `00000010  50 41 52 31 …  |PAR1…|`, 16 bytes a line. */
export function hexLines(bytes: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const row = [...bytes.subarray(at, at + WIDTH)];
    const hex = row.map(byte => byte.toString(16).padStart(2, '0'));
    const halves = [hex.slice(0, 8).join(' '), hex.slice(8).join(' ')].join('  ').padEnd(WIDTH * 3);
    const text = row.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${halves} |${text}|`);
  }
  return lines;
}

const ENCODINGS: Readonly<Record<Layout['encoding'], string>> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8 with byte order mark',
  'utf-16le': 'UTF-16 (little endian, without a mark)',
};
const ENDS: Readonly<Record<string, string>> = { '\n': 'LF (\\n)', '\r\n': 'CRLF (\\r\\n)', '\r': 'CR (\\r)' };

/** How the file is made, in words: `csv · UTF-8 · delimiter , · enclosure " where needed · rows end in LF (\n)`. */
export function layoutWords(layout: Layout): string {
  const { format, encoding, delimiter, enclosure, newline, header, quote } = layout;
  if (format === 'parquet' || format === 'xlsx') return `${format} · not text`;
  if (delimiter === null) return `${format} · ${ENCODINGS[encoding]}`;
  return [
    format,
    ENCODINGS[encoding],
    `delimiter ${delimiter === '\t' ? 'tab' : delimiter}`,
    enclosure === null
      ? 'nothing enclosed'
      : `enclosure ${enclosure} ${quote === 'always' ? 'always' : 'where needed'}`,
    `rows end in ${ENDS[newline] ?? newline}`,
    header ? 'with a header' : 'without a header',
  ].join(' · ');
}
