import assert from 'node:assert/strict';
import { runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { peopleExport, smallWorkspace, WAYBILL_YAML } from './small-workspace.ts';

describe('C1 audience', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder, {
      'waybill.yaml': `${WAYBILL_YAML}audience: {model: people}\n`,
      'audiences/vip.csv':
        'email;since\nanna@example.com;2020\neve@example.com;2021\neve@example.com;2021\nnobody@example.com;2022\n',
      'audiences/wrong.csv': 'a,b\n1,2\n',
      'exports/vips.export.yaml': peopleExport('audience: {file: audiences/vip.csv}\n', '[name]', 'vips'),
    });
  });
  after(() => folder[Symbol.asyncDispose]());

  it('D7 audience list: the files and who uses them', async () => {
    const { code, stdout } = await runCli(['audience', 'list', '--json'], { cwd: folder.path });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {
      audiences: [
        { file: 'audiences/vip.csv', exports: ['vips'] },
        { file: 'audiences/wrong.csv', exports: [] },
      ],
    });
    assert.match((await runCli(['audience', 'list'], { cwd: folder.path })).stdout, /audiences\/vip\.csv\s+vips/);
  });

  it('D7 audience check: entries, doubles, and how many of them the source has', async () => {
    const { code, stdout, stderr } = await runCli(['audience', 'check', 'vip.csv'], { cwd: folder.join('audiences') });
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(
      stdout,
      '✓ audiences/vip.csv: 4 entries of the field email, 1 entry more than once\n  found      2 of the 3 in people\n',
    );
    const json = await runCli(['audience', 'check', 'audiences/vip.csv', '--json'], { cwd: folder.path });
    assert.deepEqual(JSON.parse(json.stdout), {
      file: 'audiences/vip.csv',
      field: 'email',
      model: 'people',
      entries: 4,
      different: 3,
      found: 2,
    });
  });

  it('D7 audience check: a file that lists nobody that is known says so', async () => {
    const wrong = await runCli(['audience', 'check', 'audiences/wrong.csv'], { cwd: folder.path });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /audience-column/);
    const missing = await runCli(['audience', 'check', 'audiences/none.csv'], { cwd: folder.path });
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /audience-file-unreadable/);
  });

  it('D7 run: the export has the people of the file', async () => {
    const { code, stdout, stderr } = await runCli(['run', 'exports/vips.export.yaml', '--json'], { cwd: folder.path });
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).rows, 2);
  });
});
