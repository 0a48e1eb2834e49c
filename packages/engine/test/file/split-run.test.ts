import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { previewExport, WaybillError } from '../../src/index.ts';
import { type ExportWorkspace, exportWorkspace } from './export-workspace.ts';

const HEAD = 'fields: [id, note]\nfilters: none\n';

describe('a run that splits its file', () => {
  let workspace: ExportWorkspace;
  before(async () => {
    workspace = await exportWorkspace(
      '{id: integer, note: string}',
      `create table t as select range::int as id, 'line ' || chr(10) || range as note from range(5)`,
    );
  });
  after(() => workspace[Symbol.asyncDispose]());
  const text = (path: string) => readFile(workspace.at(path), 'utf8');

  it('O4 O5 X2 X3 parts with a header each at every destination, one manifest that lists them', async () => {
    const { receipt } = await workspace.run(
      `${HEAD}file: {format: csv, split: {rows: 2}}\ndeliver: [{to: share, path: a/x_%Y, manifest: json}, {to: other, path: "p{part}-{rows}.csv", manifest: trigger}]`,
    );
    assert.deepEqual(await readdir(workspace.at('share/a')), [
      'x_2026.csv.manifest.json',
      'x_2026_0001.csv',
      'x_2026_0002.csv',
      'x_2026_0003.csv',
    ]);
    assert.deepEqual(await readdir(workspace.at('other')), [
      'p-5.csv.done',
      'p0001-2.csv',
      'p0002-2.csv',
      'p0003-1.csv',
    ]);
    assert.equal(await text('share/a/x_2026_0002.csv'), 'id,note\n2,"line \n2"\n3,"line \n3"\n');
    assert.equal(await text('other/p0003-1.csv'), 'id,note\n4,"line \n4"\n');
    assert.deepEqual(
      receipt.files.map(f => [f.name, f.rows]),
      [
        ['x_2026_0001.csv', 2],
        ['x_2026_0002.csv', 2],
        ['x_2026_0003.csv', 1],
      ],
    );
    assert.equal(receipt.rows, 5);
    const manifest = JSON.parse(await text('share/a/x_2026.csv.manifest.json'));
    assert.deepEqual(manifest.files, receipt.files);
    for (const [i, file] of receipt.files.entries()) {
      const bytes = await readFile(receipt.kept?.[i] ?? '');
      assert.equal(bytes.length, file.bytes);
      assert.equal(createHash('sha256').update(bytes).digest('hex'), file.sha256);
      assert.ok(bytes.equals(await readFile(workspace.at(`share/${receipt.deliveries[0]?.files[i]?.path}`))));
    }
  });

  it('O4 an archive holds one part; if_exists: version gives all parts the same number', async () => {
    const definition = `${HEAD}file: {format: json, archive: gzip, split: {size: 60 B}}\ndeliver: {to: share, path: v/x, if_exists: version}`;
    await workspace.run(definition);
    await workspace.run(definition);
    const names = await readdir(workspace.at('share/v'));
    assert.equal(names.length, 6);
    const read = async (name: string) =>
      JSON.parse(gunzipSync(await readFile(workspace.at(`share/v/${name}`))).toString());
    assert.deepEqual(await read('x_0001.json.gz'), [
      { id: 0, note: 'line \n0' },
      { id: 1, note: 'line \n1' },
    ]);
    assert.deepEqual(await read('x_0003_2.json.gz'), [{ id: 4, note: 'line \n4' }]);
  });

  it('O4 V6 a preview shows the rows as one file, and the name of the first part', async () => {
    const preview = await previewExport(workspace.prepare(`${HEAD}file: {split: {rows: 1}}`), {
      rows: 2,
      showPersonalData: false,
      signal: new AbortController().signal,
    });
    assert.equal(preview.bytes.toString(), 'id,note\n0,"line \n0"\n1,"line \n1"\n');
    assert.deepEqual(preview.fileNames, ['t_0001.csv']);
  });

  it('O4 X2 a run that is stopped between parts leaves none', async () => {
    const stop = new AbortController();
    let reports = 0;
    const running = workspace.run(`${HEAD}file: {split: {rows: 1}}\ndeliver: {to: share, path: stopped/x}`, {
      signal: stop.signal,
      keepFolder: workspace.at('stopped'),
      onProgress: () => {
        if (++reports === 4) stop.abort();
      },
    });
    await assert.rejects(running, (error: unknown) => error instanceof WaybillError && error.kind === 'interrupted');
    assert.deepEqual(await readdir(workspace.at('share/stopped')).catch(() => []), []);
    assert.deepEqual(await readdir(workspace.at('stopped')), []);
  });
});
