import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { countAndHash } from '../../src/file/count-and-hash.ts';
import { collect, cut, streamOf } from './support.ts';

describe('count and hash', () => {
  it('X3 bytes and SHA-256 of small and of large files', async () => {
    for (const size of [0, 1, 100_000, 4 << 20, (4 << 20) + 1, 20_000_000]) {
      const data = randomBytes(size);
      const counted = countAndHash(streamOf(cut(data, [3, 262_144])));
      assert.ok((await collect(counted.bytes)).equals(data));
      const sha256 = createHash('sha256').update(data).digest('hex');
      assert.deepEqual(await counted.digest(), { bytes: size, sha256 });
      assert.equal(counted.soFar(), size);
    }
  });

  it('X3 chunks whose memory is used again are hashed as they were', async () => {
    const reused = Buffer.alloc(1 << 20);
    async function* bytes() {
      for (let i = 0; i < 9; i++) yield reused.fill(i);
    }
    const expected = createHash('sha256');
    for (let i = 0; i < 9; i++) expected.update(Buffer.alloc(1 << 20, i));
    const counted = countAndHash(bytes());
    for await (const _ of counted.bytes);
    assert.equal((await counted.digest()).sha256, expected.digest('hex'));
  });

  it('X3 there is no digest of bytes that were not read to their end', async () => {
    async function* broken() {
      yield Buffer.alloc(8 << 20);
      throw new Error('connection lost');
    }
    const failed = countAndHash(broken());
    await assert.rejects(collect(failed.bytes), { message: 'connection lost' });
    await assert.rejects(failed.digest(), /not read to their end/);

    const left = countAndHash(streamOf(cut(Buffer.alloc(16 << 20), [1 << 20])));
    for await (const _ of left.bytes) if (left.soFar() > 6 << 20) break;
    await assert.rejects(left.digest(), /not read to their end/);
  });
});
