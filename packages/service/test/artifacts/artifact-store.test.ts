import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type S3Server, startS3Server } from '../../../../test/support/s3-server.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { openArtifacts } from '../../src/artifacts/open-artifacts.ts';
import { partSize } from '../../src/artifacts/s3-upload.ts';

const MIB = 1024 * 1024;
const RUN = '20261201T120000-0123456789ab';
const NAMES = ['plain.csv', 'Käufer & "Kunden" #1?.csv', '日次 +%2F.csv', "it's~(a)!.csv.zip"];

/** The same suite for every place where files can be kept. */
function suite(title: string, open: () => Promise<ArtifactStore>, more: (store: () => ArtifactStore) => void): void {
  describe(`kept files in ${title}`, () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    const make = async (exportName: string, file: string, content: Buffer | string, run = RUN) => {
      const folder = store.workFolder(exportName, `${run}/1`);
      await mkdir(folder, { recursive: true });
      const path = join(folder, file);
      await writeFile(path, content);
      return store.keep(path, { exportName, runId: run, file });
    };
    const read = async (ref: string, range?: { from: number; to?: number }) => {
      const body = await store.open(ref, range);
      return body === undefined ? undefined : (await buffer(body)).toString();
    };

    it('R5: a file that was made is found again under any name, whole or in part, and stays when the work is cleared', async () => {
      for (const exportName of ['daily', 'Täglich/../..', '..', 'a\\b']) {
        for (const file of NAMES) {
          const ref = await make(exportName, file, `content of ${file}`);
          await store.clearWork(exportName, RUN);
          assert.equal(await read(ref), `content of ${file}`);
          assert.equal(await read(ref, { from: 3, to: 5 }), 'ten');
          assert.equal(await read(ref, { from: 8 }), `of ${file}`);
          assert.equal(await readFile((await store.local(ref)) ?? '', 'utf8'), `content of ${file}`);
        }
      }
    });

    it('R5: files of one name in other runs and exports are other files', async () => {
      const refs = [
        await make('a', 'x.csv', '1'),
        await make('b', 'x.csv', '2'),
        await make('a', 'x.csv', '3', `${RUN}0`),
        await make('A', 'x.csv', '4'),
      ];
      assert.deepEqual(await Promise.all(refs.map(ref => read(ref))), ['1', '2', '3', '4']);
    });

    it('R2 R5: what a later attempt makes takes the place of what the one before kept, also from its local copy', async () => {
      const ref = await make('a', 'x.csv', 'first');
      const path = (await store.local(ref)) ?? '';
      assert.equal(await store.keep(path, { exportName: 'a', runId: RUN, file: 'x.csv' }), ref);
      assert.equal(await read(ref), 'first');
      assert.equal(await make('a', 'x.csv', 'second'), ref);
      assert.equal(await read(ref), 'second');
    });

    it('R5: a file that was removed is gone, and removing it again is fine', async () => {
      const ref = await make('a', 'x.csv', '1');
      const other = await make('a', 'y.csv', '2');
      await store.remove(ref);
      await store.remove(ref);
      assert.deepEqual([await read(ref), await store.local(ref)], [undefined, undefined]);
      assert.equal(await read(other), '2');
    });

    it('Q2: no reference of another store, and no name, leads elsewhere', async () => {
      for (const ref of ['disk:../../waybill.yaml', 'disk:/etc/passwd', 'disk:', 's3:none', '/etc/passwd', '']) {
        assert.deepEqual([await read(ref), await store.local(ref)], [undefined, undefined], ref);
        await store.remove(ref);
      }
      for (const file of ['../x', '..', '.', 'a/b', '']) {
        await assert.rejects(store.keep('/etc/hostname', { exportName: 'a', runId: RUN, file }), Error, file);
      }
    });

    it('R5: what runs left behind is listed and can be removed, each by itself', async () => {
      await mkdir(store.workFolder('a', `${RUN}/1`), { recursive: true });
      await mkdir(store.workFolder('b c', 'other/2'), { recursive: true });
      const left = await store.leftWork();
      assert.deepEqual(left.map(work => work.runId).sort(), [RUN, 'other'].sort());
      await left.find(work => work.runId === RUN)?.remove();
      assert.deepEqual(
        (await store.leftWork()).map(work => work.runId),
        ['other'],
      );
    });

    it('R5: an empty file is a file', async () => {
      assert.equal(await read(await make('a', 'x.csv', '')), '');
    });

    it('C4: a place that takes files passes its check', async () => {
      await store.check();
    });

    more(() => store);
  });
}

let folder: TempFolder;
beforeEach(async () => {
  folder = await tempFolder();
});
afterEach(() => folder.remove());

const disk = () =>
  openArtifacts({ folder: folder.path, WAYBILL_ARTIFACTS: undefined, WAYBILL_ARTIFACTS_S3: undefined });

suite('a folder', disk, store => {
  it('R5: nothing is left of a run whose files were all removed', async () => {
    const work = store().workFolder('a', RUN);
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'x.csv'), '1');
    const ref = await store().keep(join(work, 'x.csv'), { exportName: 'a', runId: RUN, file: 'x.csv' });
    assert.deepEqual((await readdir(folder.join('.waybill/files'))).sort(), ['.work', 'a']);
    await store().remove(ref);
    assert.deepEqual(await readdir(folder.join('.waybill/files')), ['.work']);
  });

  it('R5: a file moves into its place, and is not copied', async () => {
    const work = store().workFolder('a', RUN);
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'x.csv'), '1');
    const { ino } = await stat(join(work, 'x.csv'));
    const ref = await store().keep(join(work, 'x.csv'), { exportName: 'a', runId: RUN, file: 'x.csv' });
    assert.equal((await stat((await store().local(ref)) ?? '')).ino, ino);
  });
});

describe('with S3', () => {
  let server: S3Server;
  let files: TempFolder;
  before(async () => {
    files = await tempFolder();
    server = await startS3Server(files.path);
  });
  after(async () => {
    await server.stop();
    await files.remove();
  });
  afterEach(() => {
    server.intercept = undefined;
    server.clear();
  });

  const s3 = () =>
    openArtifacts({
      folder: folder.path,
      WAYBILL_ARTIFACTS: 's3://exports/kept/here',
      WAYBILL_ARTIFACTS_S3: JSON.stringify({
        endpoint: server.endpoint,
        access_key: server.accessKey,
        secret_key: server.secretKey,
      }),
    });

  suite('a bucket', s3, store => {
    const keepBytes = async (bytes: Buffer) => {
      const work = store().workFolder('a', RUN);
      await mkdir(work, { recursive: true });
      const path = join(work, 'x.bin');
      await writeFile(path, bytes);
      return store().keep(path, { exportName: 'a', runId: RUN, file: 'x.bin' });
    };

    it('R5: a large file goes in parts and comes back as it was', async () => {
      const bytes = randomBytes(21 * MIB + 5);
      let parts = 0;
      server.intercept = request => {
        if (request.url?.includes('partNumber=')) parts++;
        return undefined;
      };
      const ref = await keepBytes(bytes);
      assert.equal(parts, 3);
      assert.equal(server.objects().get(`kept/here/a/${RUN}/x.bin`), bytes.length);
      const body = await store().open(ref);
      assert.ok(body && (await buffer(body)).equals(bytes));
      const path = (await store().local(ref)) ?? '';
      assert.ok((await readFile(path)).equals(bytes));
      await store().clearWork('a', RUN);
      await assert.rejects(stat(path));
    });

    it('R5: an upload that fails leaves nothing, not even parts', async () => {
      server.intercept = request =>
        request.url?.includes('partNumber=2') ? { status: 403, code: 'AccessDenied' } : undefined;
      await assert.rejects(keepBytes(randomBytes(17 * MIB)), { name: 'AccessDenied' });
      assert.deepEqual([server.objects().size, server.unfinished()], [0, []]);
    });

    it('C4: a bucket that takes no files is said to be unwritable', async () => {
      server.intercept = () => ({ status: 403, code: 'AccessDenied' });
      await assert.rejects(store().check(), {
        code: 'files-unwritable',
        message: /s3:\/\/exports\/kept\/here\/ .*AccessDenied/,
      });
    });

    it('R5: trouble with the bucket is no missing file', async () => {
      const ref = await keepBytes(Buffer.from('1'));
      server.intercept = () => ({ status: 403, code: 'AccessDenied' });
      await assert.rejects(store().open(ref), { name: 'AccessDenied' });
    });
  });
});

describe('settings of kept files', () => {
  it('Q1: settings of a bucket that are wrong are refused without what they hold', async () => {
    for (const settings of ['{', '{"access_key":"hunter2"}', '{"regoin":"hunter2"}', '{"endpoint":"hunter2"}']) {
      const config = { folder: folder.path, WAYBILL_ARTIFACTS: 's3://b', WAYBILL_ARTIFACTS_S3: settings };
      await assert.rejects(openArtifacts(config), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'setting-wrong');
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      });
    }
  });

  it('X4: parts are as large as 10,000 of them need, and no larger', () => {
    for (const [bytes, size] of [
      [9 * MIB, 8 * MIB],
      [80_000 * MIB, 8 * MIB],
      [5_000_000 * MIB, 500 * MIB],
    ] as const) {
      assert.equal(partSize(bytes), size);
    }
  });
});
