import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { createSpool, finishedFile, Spool, type SpoolReader } from '../../src/delivery/spool.ts';
import { codeOf, noise } from './contents.ts';

async function readAll(reader: SpoolReader, signal?: AbortSignal): Promise<Buffer> {
  const list: Buffer[] = [];
  for await (const chunk of reader.chunks(signal)) list.push(chunk);
  return Buffer.concat(list);
}

describe('X4 delivery: the spool', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  afterEach(() => folder.remove());

  it('X4 delivery: every reader gets the same bytes from the start, whenever it begins', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 20 }),
        fc.nat(20),
        async (list, late) => {
          await using spool = await createSpool(folder.join('s'));
          const early = readAll(spool);
          let second: Promise<Buffer> | undefined;
          for (const [i, part] of list.entries()) {
            await spool.write(Buffer.from(part));
            if (i === late) second = readAll(spool);
          }
          const summary = await spool.finish({ rows: 3 });
          const all = Buffer.concat(list);
          assert.deepEqual(summary, { rows: 3, bytes: all.length });
          for (const read of [early, second, readAll(spool), readAll(await finishedFile(spool.path))]) {
            if (read) assert.ok((await read).equals(all));
          }
        },
      ),
      { numRuns: 30 },
    ));

  it('X4 delivery: a stream can be piped into it, and chunks stay small', async () => {
    await using spool = await createSpool(folder.join('s'));
    const bytes = noise(3_000_000);
    await pipeline(Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]), spool.writable());
    assert.equal(spool.finished, undefined);
    await spool.finish();
    for await (const chunk of spool.chunks()) assert.ok(chunk.length <= 256 * 1024);
    assert.ok((await readAll(spool)).equals(bytes));
  });

  it('X4 delivery: a finished file gets another name while it is read, and later readers find it there', async () => {
    await using spool = await createSpool(folder.join('s'));
    const bytes = noise(700_000);
    await spool.write(bytes);
    await spool.finish();
    const early = spool.chunks();
    const { value: first } = await early.next();
    const readers = [readAll(spool), spool.moveTo(folder.join('t')).then(() => readAll(spool)), readAll(spool)];
    for (const read of await Promise.all(readers)) assert.ok(read.equals(bytes));
    assert.deepEqual([existsSync(folder.join('s')), spool.path], [false, folder.join('t')]);
    const rest: Buffer[] = [];
    for await (const chunk of early) rest.push(chunk);
    assert.ok(Buffer.concat([first ?? Buffer.alloc(0), ...rest]).equals(bytes));
  });

  it('X4 delivery: when production fails, readers and waiters get its error and the file is gone', async () => {
    await using spool = await createSpool(folder.join('s'));
    await spool.write(noise(10));
    const broken = new Error('broken');
    const outcomes = Promise.allSettled([readAll(spool), spool.summary()]);
    await assert.rejects(
      pipeline(
        new Readable({
          read() {
            this.destroy(broken);
          },
        }),
        spool.writable(),
      ),
      error => error === broken,
    );
    for (const outcome of await outcomes) assert.equal(outcome.status === 'rejected' && outcome.reason, broken);
    await assert.rejects(spool.finish(), error => error === broken);
    assert.equal(spool.failure?.error, broken);
    assert.ok(!existsSync(spool.path));
  });

  it('X4 delivery: an abort ends the reading and not the spool', async () => {
    await using spool = await createSpool(folder.join('s'));
    const stop = new AbortController();
    const read = readAll(spool, stop.signal);
    await spool.write(noise(10));
    stop.abort(new Error('stop'));
    await assert.rejects(read, /stop/);
    await spool.finish();
    assert.equal((await readAll(spool)).length, 10);
  });

  it('X4 delivery: the file stays only when it is to be kept and is whole', async () => {
    const states: boolean[] = [];
    for (const [keep, finish] of [
      [true, true],
      [false, true],
      [true, false],
    ] as const) {
      const path = folder.join('sub', `${keep}-${finish}`);
      {
        await using spool = await createSpool(path, { keep });
        await spool.write(Buffer.from('abc'));
        if (finish) await spool.finish();
      }
      states.push(existsSync(path));
    }
    assert.deepEqual(states, [true, false, false]);
    assert.equal(await readFile(folder.join('sub', 'true-true'), 'utf8'), 'abc');
  });

  if (existsSync('/dev/full')) {
    it('X4 delivery: a full disk is an error of this machine, and readers get it', async () => {
      const spool = new Spool(folder.join('s'), await open('/dev/full', 'r+'), false);
      const summary = codeOf(spool.summary());
      assert.equal(await codeOf(spool.write(noise(10))), 'spool-disk-full');
      assert.equal(await summary, 'spool-disk-full');
      assert.equal(await codeOf(spool.write(noise(10))), 'spool-disk-full');
    });
  }

  it('X4 delivery: a folder that cannot be made is an error of this machine', async () => {
    assert.equal(await codeOf(createSpool('/dev/null/x/s')), 'spool-failed');
    assert.equal(await codeOf(finishedFile(folder.join('missing'))), 'spool-failed');
  });
});
