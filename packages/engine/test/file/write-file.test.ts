import assert from 'node:assert/strict';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { type OpenPart, openFile } from '../../src/file/write-file.ts';
import { localHeader } from '../../src/file/zip-headers.ts';
import { collect, optionsOf, streamOf, textColumns } from './support.ts';

const columns = textColumns('a', 'b');
const run = {
  columns,
  entryName: (part: number | null) => (part === null ? 'x.csv' : `x_${part}.csv`),
  modified: new Date('2026-11-22T09:30:10Z'),
};

async function onlyFile(parts: AsyncIterable<OpenPart>): Promise<Buffer> {
  const files: Buffer[] = [];
  for await (const { part, bytes } of parts) {
    assert.equal(part, null);
    files.push(await collect(bytes));
  }
  assert.equal(files.length, 1);
  return files[0] as Buffer;
}

describe('the file step', () => {
  it('O4 zip: the file in it is the file without it', async () => {
    const file = openFile({ ...run, options: optionsOf({ archive: 'zip', profile: 'excel' }) });
    const archive = await onlyFile(file.parts({ kind: 'rows', batches: streamOf([[['=1', null]]]) }));
    const packed = archive.subarray(localHeader({ name: 'x.csv', modified: run.modified }).length);
    assert.equal(inflateRawSync(packed).toString(), "\ufeffa,b\r\n'=1,\r\n");
    assert.deepEqual(file.counts(), { rows: 1, guardedCells: 1 });
  });

  it("O2 csv: rows of a copied answer are the database's own count", async () => {
    const file = openFile({ ...run, options: optionsOf({ archive: 'gzip' }) });
    assert.equal(file.layout?.kind, 'csv');
    const copy = { bytes: streamOf([Buffer.from('1,2\n"x\ny",4\n')]), rows: () => 2 };
    const packed = await onlyFile(file.parts({ kind: 'copy', copy }));
    assert.equal(gunzipSync(packed).toString(), 'a,b\n1,2\n"x\ny",4\n');
    assert.deepEqual(file.counts(), { rows: 2, guardedCells: 0 });
  });

  it('O6 leaving the bytes early leaves the answer early', async () => {
    let ended = false;
    async function* bytes() {
      try {
        for (;;) yield Buffer.from('1,2\n'.repeat(50_000));
      } finally {
        ended = true;
      }
    }
    for (const archive of ['none', 'zip'] as const) {
      ended = false;
      const file = openFile({ ...run, options: optionsOf({ archive, newline: '\r\n' }) });
      let chunks = 0;
      for await (const part of file.parts({ kind: 'copy', copy: { bytes: bytes(), rows: () => 0 } })) {
        for await (const _ of part.bytes) if (++chunks === 2) break;
        break;
      }
      assert.equal(ended, true, archive);
    }
  });
});
