import { readFileSync } from 'node:fs';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { cut, visible } from '../render/visible.ts';

/** The first lines of a delivered file, unpacked, for people to read. */
export function firstLines(path: string, count: number, columns: number): readonly string[] {
  const text = unpacked(path)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  const lines = text.split(/\r\n|\n|\r/, count + 1);
  if (lines.at(-1) === '') lines.pop();
  const shown = lines.slice(0, count).map(line => cut(visible(line), columns));
  return lines.length > count ? [...shown, '…'] : shown;
}

function unpacked(path: string): Buffer {
  const bytes = readFileSync(path);
  if (path.endsWith('.gz')) return gunzipSync(bytes);
  return path.endsWith('.zip') ? onlyEntry(bytes) : bytes;
}

/** Length of a zip's local header before the entry's name. */
const HEADER = 30;
const STORED = 0;

/** The content of a zip that holds one file, as Waybill's do. */
function onlyEntry(zip: Buffer): Buffer {
  const method = zip.readUInt16LE(8);
  const start = HEADER + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  return method === STORED ? zip.subarray(start, start + zip.readUInt32LE(22)) : inflateRawSync(zip.subarray(start));
}
