import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { withoutNeedlessEnclosure } from '../../src/rows/needless-enclosure.ts';
import { parseRows, ROW_LAYOUT } from '../../src/rows/row-layout.ts';
import { readSpool } from '../../src/rows/spool-file.ts';
import { canonical, collect, cut, inReusedMemory, streamOf } from '../file/support.ts';
import { HOSTILE_ROWS, LAYOUTS, rowsOf } from './support.ts';

const text = fc
  .array(fc.constantFrom('#', '"', "'", ',', ';', '\n', '\r', 'a', 'é', '😀', '\x1e', '\x1f', '\ufeff', '\\'), {
    maxLength: 6,
  })
  .map(parts => parts.join(''));
const cell = fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 5, arbitrary: text });
const rows = fc.array(fc.tuple(cell, cell), { maxLength: 8 });
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 });

describe('K2 sources: what travels between a database and the file', () => {
  it('X4 enclosures without need are taken off and no others, wherever the bytes are cut', async () => {
    const layouts = fc.constantFrom(...LAYOUTS.filter(l => !l.quoteAll && l.delimiter !== '#' && l.enclosure !== '#'));
    await fc.assert(
      fc.asyncProperty(rows, sizes, layouts, async (data, cuts, layout) => {
        const eager = cut(canonical(data, layout, true), cuts);
        const bytes = await collect(withoutNeedlessEnclosure(inReusedMemory(eager), '#', layout));
        assert.equal(bytes.toString(), canonical(data, layout).toString());
      }),
      { numRuns: 500 },
    );
  });

  it('X4 rows come back as they were, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(rows, sizes, async (data, cuts) => {
        const chunks = cut(canonical(data, ROW_LAYOUT), cuts);
        assert.deepEqual(await rowsOf(parseRows(inReusedMemory(chunks))), data);
      }),
      { numRuns: 500 },
    );
    const large = cut(canonical(HOSTILE_ROWS, ROW_LAYOUT), [1000, 65_536]);
    assert.deepEqual(await rowsOf(parseRows(inReusedMemory(large))), HOSTILE_ROWS);
  });

  it('X4 rows come in batches of some hundreds, however large the chunks; a long one comes whole', async () => {
    const data = Array.from({ length: 20_000 }, (_, i) => [String(i), 'x'.repeat(40)]);
    const sizes: number[] = [];
    for await (const batch of parseRows(streamOf([canonical(data, ROW_LAYOUT)]))) sizes.push(batch.length);
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      data.length,
    );
    assert.ok(Math.max(...sizes) < 1000, `${Math.max(...sizes)}`);
    const long = [['é'.repeat(3_000_000), null]];
    assert.deepEqual(await rowsOf(parseRows(streamOf(cut(canonical(long, ROW_LAYOUT), [1 << 20])))), long);
  });

  it('O6 a last row that is not whole is an error', async () => {
    const bytes = canonical([['a', 'b']], ROW_LAYOUT);
    await assert.rejects(rowsOf(parseRows(streamOf([bytes.subarray(0, -1)]))));
  });

  it('without pipes, a file that a database writes is read when it is whole', async () => {
    await using folder = await tempFolder();
    const path = folder.join('rows');
    const reader = readSpool(path);
    const first = reader.next();
    await writeFile(path, 'x'.repeat(3_000_000));
    reader.end();
    let size = (await first)?.length ?? 0;
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) size += chunk.length;
    assert.equal(size, 3_000_000);
    const failing = readSpool(path);
    const next = failing.next();
    failing.fail(new Error('stopped'));
    await assert.rejects(next, /stopped/);
    await assert.rejects(failing.next(), /stopped/);
  });
});
