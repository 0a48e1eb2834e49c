import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { diskName } from '../../src/workspace/disk-name.ts';

describe('Q2 names on the disk', () => {
  it('Q2 R5 disk name: plain names are themselves', () => {
    for (const name of ['daily-sales', 'a.b_c', '2026']) assert.equal(diskName(name), name);
  });

  it('Q2 R5 disk name: no name leads elsewhere, is hidden, too long, or the same as another', () => {
    const names = ['.', '..', '.hidden', 'a b', 'a  b', 'ä', 'a', '😀'.repeat(100), 'CON:', 'x~y', '-'];
    const onDisk = names.map(diskName);
    assert.equal(new Set(onDisk).size, names.length);
    for (const name of onDisk) assert.match(name, /^[A-Za-z0-9_-][A-Za-z0-9._~-]{0,120}$/);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }), name => {
        assert.match(diskName(name), /^[A-Za-z0-9_-][A-Za-z0-9._~-]{0,120}$/);
      }),
    );
  });
});
