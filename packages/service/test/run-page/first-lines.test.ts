import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { firstLines } from '../../src/http/run-page/first-lines.ts';

/** What is shown of a kept file of this name and content. */
const look = (name: string, content: Buffer | string) => {
  const bytes = Buffer.from(content);
  let read = 0;
  const artifacts = {
    open: async (_ref: string, range?: { from: number; to?: number }) => {
      const part = bytes.subarray(range?.from ?? 0, (range?.to ?? bytes.length - 1) + 1);
      read += part.length;
      return Readable.from([part]);
    },
  };
  return firstLines(artifacts, { name, ref: 'x', bytes: bytes.length }).then(shown => ({ shown, read }));
};
const shownOf = async (name: string, content: Buffer | string) => (await look(name, content)).shown;
const lines = (...said: string[]) => ({ kind: 'lines', lines: said, more: false, inside: null });

/** A zip of one entry, as archivers that do not know its size beforehand write it. */
function zipOf(inside: string, content: Buffer, method: 0 | 8, flags = 8): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(Buffer.byteLength(inside), 26);
  header.writeUInt16LE(4, 28);
  return Buffer.concat([
    header,
    Buffer.from(inside),
    Buffer.from([1, 2, 3, 4]),
    method === 8 ? deflateRawSync(content) : content,
  ]);
}

const CSV = 'id,name\r\n1,Anna\r\n2,"Böhm, Karl"\r\n';
const AS_READ = ['id,name', '1,Anna', '2,"Böhm, Karl"'];
const LONG = Array.from({ length: 200_000 }, (_, i) => `${i},name of number ${i}`).join('\n');

describe('Run page: the first lines of a file', () => {
  const TEXTS: readonly (readonly [string, string, Buffer | string])[] = [
    ['csv', 'a.csv', CSV],
    ['with a byte order mark', 'a.csv', `\ufeff${CSV}`],
    ['in UTF-16', 'a.csv', Buffer.from(`\ufeff${CSV}`, 'utf16le')],
    ['with the newlines of old Macs', 'a.psv', CSV.replaceAll('\r\n', '\r')],
    ['in capitals', 'A.CSV', CSV],
    ['in gzip', 'a.csv.gz', gzipSync(CSV)],
    ['in a gzip that is cut', 'a.csv.gz', gzipSync(CSV).subarray(0, -8)],
  ];
  for (const [how, name, content] of TEXTS) {
    it(`R7 preview: text ${how} is shown as it reads`, async () => {
      assert.deepEqual(await shownOf(name, content), lines(...AS_READ));
    });
  }

  it('R7 preview: a zip shows the file inside, packed or stored', async () => {
    for (const method of [8, 0] as const) {
      const shown = await shownOf('a.csv.zip', zipOf('täglich.csv', Buffer.from(CSV), method));
      assert.equal(shown.kind, 'lines');
      assert.deepEqual(shown.kind === 'lines' && [shown.inside, ...shown.lines], ['täglich.csv', ...AS_READ]);
    }
  });

  it("R7 preview: a real archiver's gzip of any size is read at its beginning only", async () => {
    const packed = execFileSync('gzip', ['-c'], { input: LONG, maxBuffer: 1e8 });
    const { shown, read } = await look('a.ndjson.gz', packed);
    assert.ok(read <= 65_536);
    assert.deepEqual(shown.kind === 'lines' && [shown.lines.length, shown.lines[9], shown.more], [
      10,
      '9,name of number 9',
      true,
    ]);
  });

  it('R7 preview: ten lines, and then it says that the file goes on', async () => {
    const { shown, read } = await look('a.csv', LONG);
    assert.ok(read <= 65_536);
    assert.deepEqual(shown.kind === 'lines' && [shown.lines.length, shown.more], [10, true]);
    const eleven = await shownOf('a.csv', 'x\n'.repeat(11));
    assert.deepEqual(eleven, { ...lines(...Array(10).fill('x')), more: true });
    assert.deepEqual(await shownOf('a.csv', 'x\n'.repeat(10)), lines(...Array(10).fill('x')));
    assert.deepEqual(await shownOf('a.csv', 'x\n\ny'), lines('x', '', 'y'));
  });

  it('R7 preview: a long line is cut at 400 characters, also where it is all there is', async () => {
    const shown = await shownOf('a.json', `[${'{"a":1},'.repeat(100_000)}`);
    assert.deepEqual(shown.kind === 'lines' && [shown.lines.length, shown.lines[0]?.length, shown.more], [
      1,
      401,
      true,
    ]);
    assert.deepEqual(await shownOf('a.csv', 'x'.repeat(400)), lines('x'.repeat(400)));
  });

  it('R7 preview: a character is never cut in half', async () => {
    const shown = await shownOf('a.csv', `a${'ü'.repeat(40_000)}`);
    assert.doesNotMatch(JSON.stringify(shown), /\ufffd/);
  });

  it('R7 preview: a zip bomb costs no more than any other file', async () => {
    const shown = await shownOf('a.csv.gz', gzipSync(Buffer.alloc(50_000_000, 'x')));
    assert.deepEqual(shown.kind === 'lines' && [shown.lines[0]?.length, shown.more], [401, true]);
  });

  const OTHERS: readonly (readonly [string, Buffer | string, RegExp])[] = [
    ['a.xlsx', 'PK', /not text/],
    ['a.parquet', 'PAR1', /not text/],
    ['a.parquet.gz', gzipSync('PAR1'), /not text/],
    ['a.csv.pgp', 'x', /encrypted/],
    ['a.csv.zip.pgp', 'x', /encrypted/],
    ['a.csv', '', /empty/],
    ['a.csv.zip', randomBytes(100), /cannot be read/],
    ['a.csv.zip', zipOf('a.csv', Buffer.from(CSV), 8, 1), /cannot be read/],
    ['a.csv.zip', 'PK', /cannot be read/],
    ['a.csv.gz', randomBytes(100), /cannot be read/],
    ['data', 'x', /not text/],
  ];
  for (const [name, content, why] of OTHERS) {
    it(`R7 preview: of ${name} (${Buffer.from(content).length} bytes) it says why there is none`, async () => {
      const shown = await shownOf(name, content);
      assert.equal(shown.kind, 'none');
      assert.match(shown.kind === 'none' ? shown.why : '', why);
    });
  }

  it('R7 preview: a file that is gone says so', async () => {
    const shown = await firstLines({ open: async () => undefined }, { name: 'a.csv', ref: 'x', bytes: 5 });
    assert.deepEqual(shown, { kind: 'none', why: 'The file is not kept any more.' });
  });
});
