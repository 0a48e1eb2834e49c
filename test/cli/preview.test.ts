import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { CLI, runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { peopleExport, smallWorkspace, writeFiles } from './small-workspace.ts';

describe('V6 preview', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder);
    await writeFiles(folder.path, {
      'exports/eu.export.yaml': peopleExport(
        'window: {by: event_date, from: 2026-01-01, to: 2026-02-01}\nfile: {format: csv, profile: excel-eu}\n',
        '[id, name]',
        'eu',
      ),
    });
  });
  after(() => folder?.remove());
  const preview = (...args: string[]) => runCli(['preview', ...args], { cwd: folder.path });

  it('V6 C1 preview: a table for people, with the file name, and personal data masked', async () => {
    const result = await preview('exports/people.export.yaml');
    assert.deepEqual([result.code, result.stderr], [0, '']);
    const lines = result.stdout.split('\n');
    assert.match(lines[0] ?? '', /^id {2}name +Mail$/);
    assert.match(lines[2] ?? '', /^ 1 {2}Anna +a\*\*\*@example\.com$/);
    assert.match(result.stdout, /^3 rows shown, all that a run has now$/m);
    assert.match(result.stdout, /masked here: Mail/);
    assert.match(result.stdout, /^file {4}people\.csv$/m);
    assert.ok(!result.stdout.includes('anna@'));
  });

  it('V6 preview: where rows are left, the estimate is never less than what is shown', async () => {
    const cut = await preview('exports/people.export.yaml', '--rows', '2');
    assert.match(cut.stdout, /^2 rows shown(; a run is estimated to have about [\d,]+ rows)?$/m);
    const { rows, estimatedRows } = JSON.parse((await preview('exports/people.export.yaml', '--json')).stdout);
    assert.deepEqual([rows.length, estimatedRows], [3, 3]);
  });

  it('V6 preview: --show-personal-data shows it', async () => {
    const result = await preview('exports/people.export.yaml', '--show-personal-data');
    assert.match(result.stdout, /anna@example\.com/);
    assert.doesNotMatch(result.stdout, /masked/);
  });

  it('V6 O2 preview: --format bytes is the exact start of the file and nothing else', async () => {
    const result = await preview('exports/eu.export.yaml', '--format', 'bytes', '--rows', '1');
    assert.deepEqual([result.code, result.stdout], [0, '\ufeffid;name\r\n1;Anna\r\n']);
  });

  it('V6 D9 preview: --sql and the window in words', async () => {
    const result = await preview('exports/eu.export.yaml', '--sql');
    assert.match(result.stdout, /^window {2}.*1 January 2026.*31 January 2026/m);
    assert.match(result.stdout, /\nsql\nSELECT/);
  });

  it('C1 preview: --json has all of it, the bytes in base64', async () => {
    const result = await preview('exports/eu.export.yaml', '--json', '--rows', '2');
    const answer = JSON.parse(result.stdout);
    assert.deepEqual(Object.keys(answer), [
      'export',
      'fileNames',
      'window',
      'columns',
      'rows',
      'masked',
      'estimatedRows',
      'sql',
      'bytes',
    ]);
    assert.deepEqual(answer.rows, [['1', 'Anna']]);
    assert.deepEqual([answer.window.from, answer.window.to], ['2025-12-31T23:00:00Z', '2026-01-31T23:00:00Z']);
    assert.equal(Buffer.from(answer.bytes, 'base64').toString(), '\ufeffid;name\r\n1;Anna\r\n');
  });

  it('C1 preview: a wrong definition is exit code 2, and nothing is written', async () => {
    const result = await runCli(['preview', 'catalog/people.model.yaml'], { cwd: folder.path });
    assert.equal(result.code, 2);
    assert.match(result.stderr, /unknown-file-kind/);
    assert.deepEqual(await readdir(folder.join('.waybill')), ['secrets']);
  });

  it('C1 preview: a reader that goes away early is no fault', async () => {
    const child = spawn(process.execPath, [CLI, 'preview', 'exports/eu.export.yaml'], {
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', text => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    assert.deepEqual([code, stderr], [0, '']);
  });
});
