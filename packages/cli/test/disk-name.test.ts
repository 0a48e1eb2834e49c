import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { diskName } from '../src/runs/disk-name.ts';
import { newRunId } from '../src/runs/run-id.ts';

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

  it('R1 run id: sorts by time, is unique, and needs no quoting', () => {
    const first = newRunId(new Date('2026-11-22T09:55:00.123Z'));
    assert.match(first, /^20261122T095500-[0-9a-f]{6}$/);
    assert.ok(first < newRunId(new Date('2026-11-22T09:55:01Z')));
  });
});
