import type { PreparedExport } from '@waybill/engine';
import type { Layout } from '../protocol.ts';

type FileOptions = PreparedExport['fileOptions'];

/** How the bytes are read: what the file step was told. */
export function layoutOf(options: FileOptions): Layout {
  const delimited = options.format === 'csv' || options.format === 'psv';
  return {
    format: options.format,
    encoding: options.encoding,
    delimiter: delimited ? options.delimiter : null,
    enclosure: delimited ? (options.enclosure ?? null) : null,
    newline: options.newline,
    header: options.header,
    quote: options.quote,
    nullToken: options.nullToken,
  };
}

/** What a run does with the file after it is written, which a preview does not. */
export function laterOf({ split, archive, encrypt }: FileOptions): string[] {
  const words: string[] = [];
  if (split)
    words.push(`cut into parts of ${split.by === 'rows' ? `${split.rows} rows` : `${split.bytes} bytes`} at most`);
  if (archive) words.push(archive === 'zip' ? 'put into a zip archive' : 'packed with gzip');
  if (encrypt) words.push(`encrypted for "${encrypt.pgp}"`);
  return words;
}
