import assert from 'node:assert/strict';
import { CreateMultipartUploadCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { type S3Server, startS3Server } from '../../../../test/support/s3-server.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import type { AnnouncedFile } from '../../src/delivery/destination.ts';
import { type Evidence, hasAppeared } from '../../src/delivery/has-appeared.ts';
import { make, s3Config } from './backends.ts';
import { codeOf, content, NEVER, noise } from './contents.ts';

const NOTHING: Evidence = { taken: undefined, there: undefined, sha256: undefined };
const announced = (more: Partial<AnnouncedFile>): AnnouncedFile => ({
  stagedFor: 'x.csv',
  path: 'x.csv',
  runId: 'a',
  bytes: 10,
  sha256: 'aa',
  replaces: null,
  ...more,
});
const FREE = announced({});
const OVER_ANOTHER = announced({ replaces: { bytes: 9, modified: 1000 } });
const OVER_EQUAL = announced({ replaces: { bytes: 10, modified: 1000 } });
const OVER_UNTIMED = announced({ replaces: { bytes: 10 } });
const NEW = { bytes: 10, modified: 2000 };
const OLD = { bytes: 10, modified: 1000 };

const TABLE: readonly (readonly [string, AnnouncedFile, Partial<Evidence>, boolean])[] = [
  ['its hidden file was still there, its name free', FREE, { taken: NEW }, false],
  ['its hidden file was gone, its name is free', FREE, {}, false],
  ['its hidden file was gone, under its name is a file of its size', FREE, { there: NEW }, true],
  ['the same with its hash', FREE, { there: NEW, sha256: 'aa' }, true],
  ['the same with another hash', FREE, { there: NEW, sha256: 'bb' }, false],
  ['under its name is a file of another size', FREE, { there: { bytes: 11, modified: 2000 } }, false],
  ['both names are there for one file: a link was made', FREE, { taken: NEW, there: NEW }, true],
  ['both names are there for two files', FREE, { taken: NEW, there: OLD }, false],
  ['both names, of a server that tells no times', FREE, { taken: { bytes: 10 }, there: { bytes: 10 } }, false],
  ['over a file of another size: it is there', OVER_ANOTHER, { there: NEW }, true],
  ['over a file of another size: the other is there', OVER_ANOTHER, { there: { bytes: 9, modified: 1000 } }, false],
  ['over a file of its size: a younger one is there', OVER_EQUAL, { there: NEW }, true],
  ['over a file of its size: the old one is there', OVER_EQUAL, { there: OLD }, false],
  ['over a file of its size: the old one is there, with its hash', OVER_EQUAL, { there: OLD, sha256: 'aa' }, false],
  ['over a file of its size, times unknown: in doubt it is not', OVER_UNTIMED, { there: { bytes: 10 } }, false],
  ['over a file of its size, times unknown, its hash', OVER_UNTIMED, { there: { bytes: 10 }, sha256: 'aa' }, true],
  ['over a file while its own was still hidden', OVER_EQUAL, { taken: NEW, there: NEW }, false],
];

describe('R2 whether an earlier attempt had put a file in place', () => {
  for (const [what, file, evidence, expected] of TABLE) {
    it(`R2 ${what}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(hasAppeared(file, { ...NOTHING, ...evidence }), expected);
    });
  }
});

describe('R2 uploads of an earlier attempt to s3', () => {
  const withServer = async (work: (server: S3Server) => Promise<void>) => {
    await using folder = await tempFolder();
    await using server = await startS3Server(folder.path);
    await work(server);
  };
  /** Stages as an attempt does, and gives what it told. */
  const stage = async (server: S3Server, bytes: Buffer) => {
    const told: string[] = [];
    const session = await make(s3Config(server)).open(NEVER);
    const staging = async (path: string) => void told.push(path);
    const file = await session.stage('x.csv', content(bytes), { runId: 'a', staging });
    return { file, session, staged: told.map(path => ({ path, attemptId: 'a' })) };
  };

  it('R2 X2 an upload is ended by another process, and whoever began it cannot complete it', () =>
    withServer(async server => {
      for (const bytes of [noise(100), Buffer.alloc(0), noise(9 * 1024 * 1024)]) {
        const { file, session, staged } = await stage(server, bytes);
        await file.verify({ bytes: bytes.length });
        assert.ok(await file.isStaged());
        await using other = await make(s3Config(server)).open(NEVER);
        await other.takeBack(staged, []);
        assert.deepEqual([server.unfinished(), await file.isStaged()], [[], false]);
        assert.equal(await codeOf(file.publish('x.csv', { overwrite: true })), 'destination-superseded');
        assert.deepEqual([...server.objects()], []);
        await session[Symbol.asyncDispose]();
      }
    }));

  it('R2 X2 of uploads under the same name, one that is begun and empty is ended, and a stranger’s is left alone', () =>
    withServer(async server => {
      const { endpoint, accessKey: accessKeyId, secretKey: secretAccessKey, bucket: Bucket } = server;
      const credentials = { accessKeyId, secretAccessKey };
      const client = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials });
      const key = { Bucket, Key: 'loyalty/x.csv' };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(key));
      await client.send(new UploadPartCommand({ ...key, UploadId, PartNumber: 1, Body: 'theirs' }));
      await client.send(new CreateMultipartUploadCommand(key));
      client.destroy();
      await using session = await make(s3Config(server)).open(NEVER);
      await session.takeBack([{ path: 'x.csv', attemptId: 'a' }], []);
      assert.deepEqual(server.unfinished(), [UploadId]);
    }));

  it('R2 X2 an account that may not list uploads still ends those that it was told of', () =>
    withServer(async server => {
      const { session, staged } = await stage(server, noise(100));
      server.intercept = ({ method, url = '' }) =>
        method === 'GET' && /[?&]uploads/.test(url) ? { status: 403, code: 'AccessDenied' } : undefined;
      await using other = await make(s3Config(server)).open(NEVER);
      await other.takeBack(staged, []);
      assert.deepEqual(server.unfinished(), []);
      await session[Symbol.asyncDispose]();
    }));
});
