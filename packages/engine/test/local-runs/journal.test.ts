import { strict as assert } from 'node:assert';
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import type { Receipt } from '../../src/delivery/index.ts';
import { WaybillError } from '../../src/errors/index.ts';
import { appendReceipt, lastSuccess } from '../../src/local-runs/index.ts';

const receipt = (to: string | null, status: Receipt['status'] = 'success'): Receipt => ({
  version: 1,
  export: 'sales',
  run: 'r',
  status,
  model: 'sales',
  timezone: 'UTC',
  window: to === null ? null : { by: 'event_date', from: null, to },
  files: [],
  deliveries: [],
  rows: 0,
  bytes: 0,
  columns: [],
  guardedCells: 0,
  started: '2026-06-01T00:00:00Z',
  finished: '2026-06-01T00:00:01Z',
  seconds: 1,
  warnings: [],
});

describe('D9 journal of finished runs', () => {
  let folder: TempFolder;
  let journal: string;
  beforeEach(async () => {
    folder = await tempFolder();
    journal = folder.join('runs', 'sales.ndjson');
  });
  afterEach(() => folder.remove());

  it('D9 journal: before the first success there is no last one', async () => {
    assert.equal(await lastSuccess(journal), undefined);
    await appendReceipt(journal, receipt('2026-01-01T00:00:00Z', 'skipped'));
    assert.equal(await lastSuccess(journal), undefined);
  });

  it('D9 journal: the last success is where its window ended; a run without a window took all up to its start', async () => {
    await appendReceipt(journal, receipt('2026-01-01T00:00:00Z'));
    await appendReceipt(journal, receipt('2026-02-01T00:00:00Z'));
    await appendReceipt(journal, receipt('2026-03-01T00:00:00Z', 'skipped'));
    assert.equal(await lastSuccess(journal), '2026-02-01T00:00:00Z');
    await appendReceipt(journal, receipt(null));
    assert.equal(await lastSuccess(journal), '2026-06-01T00:00:00Z');
  });

  it('D9 journal: a line that was cut off is as if it had not been written, and the next one is whole', async () => {
    await appendReceipt(journal, receipt('2026-01-01T00:00:00Z'));
    await appendFile(journal, '{"version":1,"sta');
    assert.equal(await lastSuccess(journal), '2026-01-01T00:00:00Z');
    await appendReceipt(journal, receipt('2026-02-01T00:00:00Z', 'skipped'));
    assert.equal(await lastSuccess(journal), '2026-01-01T00:00:00Z');
    assert.equal((await readFile(journal, 'utf8')).split('\n').length, 3);
  });

  it('D9 journal: a line in the middle that is no receipt is an error that names it', async () => {
    await mkdir(dirname(journal));
    await writeFile(journal, 'what is this\n');
    await assert.rejects(lastSuccess(journal), error => {
      assert.ok(error instanceof WaybillError && error.code === 'journal-unreadable');
      assert.equal(error.problems[0].place?.line, 1);
      return true;
    });
  });

  it('D9 journal: one receipt a line, for its owner alone', async () => {
    await appendReceipt(journal, receipt('2026-01-01T00:00:00Z'));
    await appendReceipt(journal, receipt('2026-02-01T00:00:00Z'));
    const lines = (await readFile(journal, 'utf8')).split('\n');
    assert.equal(lines.length, 3);
    assert.deepEqual(JSON.parse(lines[1] ?? ''), receipt('2026-02-01T00:00:00Z'));
    assert.equal((await stat(journal)).mode & 0o777, 0o600);
  });

  it('D9 journal: one that cannot be written says that the file was delivered', async () => {
    await writeFile(folder.join('runs'), 'a file in the way');
    await assert.rejects(
      appendReceipt(journal, receipt(null)),
      error => error instanceof WaybillError && error.code === 'journal-unwritable' && error.kind === 'machine',
    );
  });
});
