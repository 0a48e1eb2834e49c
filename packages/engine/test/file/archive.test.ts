import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { gzipped, zipped } from '../../src/file/archive.ts';
import { localHeader, trailer } from '../../src/file/zip-headers.ts';
import { collect, cut, streamOf } from './support.ts';

const ENTRY = { name: 'Größe-😀.csv', modified: new Date('2026-11-22T09:30:10Z') };
const SMALL_BLOCKS = { blockBytes: 1000, concurrency: 3 };
/** Repeats far apart, so that blocks need the end of the one before, and some noise that does not compress. */
const DATA = Buffer.concat([Buffer.from('id,name\n1,Ärger\n'.repeat(900)), randomBytes(3000), Buffer.alloc(2000)]);

describe('archives', () => {
  it('O4 gzip: unpacks to the same bytes, whatever the chunks and blocks', async () => {
    for (const data of [DATA, Buffer.alloc(0), Buffer.from('x'), DATA.subarray(0, 2000)]) {
      for (const sizes of [[1], [999, 1000, 1], [1_000_000]]) {
        const packed = await collect(gzipped(streamOf(cut(data, sizes)), ENTRY.modified, SMALL_BLOCKS));
        assert.ok(gunzipSync(packed).equals(data));
      }
    }
  });

  it("O4 gzip: the run's instant and nothing else is in the header", async () => {
    const packed = await collect(gzipped(streamOf([]), ENTRY.modified));
    assert.equal(packed.subarray(0, 4).toString('hex') + packed.subarray(8, 10).toString('hex'), '1f8b080000ff');
    assert.equal(packed.readUInt32LE(4), ENTRY.modified.getTime() / 1000);
  });

  it('O4 zip: one entry under its name, and the same bytes each time', async () => {
    const make = (sizes: readonly number[]) => collect(zipped(streamOf(cut(DATA, sizes)), ENTRY, SMALL_BLOCKS));
    const archive = await make([777]);
    assert.ok(archive.equals(await make([5000])));

    const header = localHeader(ENTRY);
    assert.ok(archive.subarray(0, header.length).equals(header));
    assert.equal(header.readUInt16LE(6), 0x0808, 'UTF-8 name, sizes after the data');
    const end = archive.subarray(-22);
    const central = archive.subarray(end.readUInt32LE(16), end.readUInt32LE(16) + end.readUInt32LE(12));
    assert.equal(central.readUInt32LE(0), 0x02014b50);
    assert.equal(central.readUInt32LE(16), crc32(DATA));
    assert.equal(central.readUInt32LE(24), DATA.length);
    assert.equal(central.subarray(46, 46 + central.readUInt16LE(28)).toString(), ENTRY.name);
    const packed = archive.subarray(header.length, header.length + central.readUInt32LE(20));
    assert.ok(inflateRawSync(packed).equals(DATA));
  });

  it('O4 zip: an empty file', async () => {
    const archive = await collect(zipped(streamOf([]), ENTRY));
    assert.equal(archive.subarray(localHeader(ENTRY).length).subarray(0, 2).toString('hex'), '0300');
    assert.equal(archive.readUInt16LE(archive.length - 22 + 10), 1);
  });

  it('O4 zip: other programs read it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-zip-'));
    try {
      const path = join(folder, 'x.zip');
      await writeFile(path, await collect(zipped(streamOf([DATA]), { ...ENTRY, name: 'x.csv' }, SMALL_BLOCKS)));
      const digest = createHash('sha256').update(DATA).digest('hex');
      const script =
        'import sys,zipfile,hashlib;z=zipfile.ZipFile(sys.argv[1]);i=z.infolist()[0];' +
        'print(i.filename,i.date_time,hashlib.sha256(z.read(i)).hexdigest())';
      const readers = [
        { program: 'unzip', args: ['-p', path], expect: DATA },
        { program: 'python3', args: ['-c', script, path], expect: `x.csv (2026, 11, 22, 9, 30, 10) ${digest}\n` },
      ];
      for (const { program, args, expect } of readers) {
        const { status, stdout, error } = spawnSync(program, args);
        // A machine without this program still has the tests above.
        if (error) continue;
        assert.equal(status, 0, program);
        assert.ok(stdout.equals(Buffer.from(expect)), program);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('O4 zip: sizes over 4 GiB stand in ZIP64 records', () => {
    const plainBytes = 5 * 2 ** 30;
    const few = trailer(ENTRY, { crc: 1, packedBytes: 1000, plainBytes });
    // Descriptor with eight bytes a size.
    assert.equal(few.readBigUInt64LE(8), 1000n);
    assert.equal(few.readBigUInt64LE(16), BigInt(plainBytes));
    const central = few.subarray(24);
    assert.equal(central.readUInt32LE(0), 0x02014b50);
    assert.equal(central.readUInt16LE(6), 45);
    assert.equal(central.readUInt32LE(20), 0xffffffff);
    const extra = central.subarray(46 + Buffer.byteLength(ENTRY.name));
    assert.equal(extra.readUInt16LE(0), 1);
    assert.equal(extra.readBigUInt64LE(4), BigInt(plainBytes));
    assert.equal(extra.readBigUInt64LE(12), 1000n);
    // The directory itself begins before 4 GiB, so the plain end record does.
    assert.equal(few.subarray(-22).readUInt32LE(16), localHeader(ENTRY).length + 1000 + 24);
    assert.equal(few.indexOf(Buffer.from('PK\x06\x06')), -1);

    const packedBytes = 2 ** 32 + 7;
    const many = trailer(ENTRY, { crc: 1, packedBytes, plainBytes });
    const at = many.indexOf(Buffer.from('PK\x06\x06'));
    const centralAt = localHeader(ENTRY).length + packedBytes + 24;
    assert.equal(many.readBigUInt64LE(at + 48), BigInt(centralAt));
    const locator = many.subarray(at + 56);
    assert.equal(locator.toString('latin1', 0, 4), 'PK\x06\x07');
    assert.equal(locator.readBigUInt64LE(8), BigInt(centralAt + at - 24));
    assert.equal(many.subarray(-22).readUInt32LE(16), 0xffffffff);
  });

  it('O4 zip: a source that fails, fails the archive', async () => {
    async function* broken() {
      yield DATA;
      throw new Error('connection lost');
    }
    await assert.rejects(collect(zipped(broken(), ENTRY, SMALL_BLOCKS)), { message: 'connection lost' });
  });
});
