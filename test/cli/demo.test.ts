import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { runCli } from '../support/run-cli.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('K9 demo', function () {
  this.timeout(120_000);

  it('K9 C1 demo: validates, previews, runs, delivers over SFTP, shows receipts and first lines, leaves nothing', async () => {
    await using folder = await tempFolder();
    const temporary = folder.join('tmp');
    await mkdir(temporary);
    const result = await runCli(['demo', '--customers', '100'], { cwd: folder.path, env: { TMPDIR: temporary } });
    assert.deepEqual([result.code, result.stderr], [0, ''], result.stdout);
    for (const says of [
      /✓ \d+ files, no errors/,
      /waybill preview exports\/daily-sales/,
      /SHA-256 {4}[0-9a-f]{64}/,
      /delivered {2}sftp:\/\/partner-[0-9a-f]+@127\.0\.0\.1:\d+\/upload\/sales\/daily-sales_\d{8}\.csv/,
      /as it lies at the server:\n +│ id;Bill;Date;/,
      /customer-changes has no rows and was skipped/,
      /✓ 8 runs, [\d,]+ rows, 8 deliveries/,
    ]) {
      assert.match(result.stdout, says);
    }
    assert.ok(!result.stdout.includes('\u001b'));
    const lines = result.stdout.split('\n').length;
    assert.ok(lines > 60 && lines < 150, `${lines} lines`);
    assert.deepEqual(await readdir(temporary), []);
    assert.deepEqual(await readdir(folder.path), ['tmp']);
  });

  it('K9 X2 demo: --dir keeps all of it, and what lies at the server is what the receipts say', async () => {
    await using folder = await tempFolder();
    const result = await runCli(['demo', '--dir', 'kept', '--customers', '100', '--json'], { cwd: folder.path });
    assert.deepEqual([result.code, result.stderr], [0, '']);
    const { receipts } = JSON.parse(result.stdout);
    assert.equal(receipts.length, 8);
    const warehouse = folder.join('kept/partner-server/upload/warehouse');
    const [file = ''] = (await readdir(warehouse)).filter(name => name.endsWith('.gz'));
    const lines = gunzipSync(readFileSync(`${warehouse}/${file}`))
      .toString()
      .trim()
      .split('\n');
    const changes = receipts.find((receipt: { export: string }) => receipt.export === 'customer-changes');
    assert.equal(lines.length, changes.rows);
    assert.ok(existsSync(folder.join('kept/workspace/waybill.yaml')));
    assert.ok(existsSync(`${warehouse}/${file}.manifest.json`));
  });

  it('K9 demo: a folder with something in it is refused and left alone', async () => {
    await using folder = await tempFolder();
    await writeFile(folder.join('mine'), '');
    const result = await runCli(['demo', '--dir', '.'], { cwd: folder.path });
    assert.equal(result.code, 2);
    assert.match(result.stderr, /would-overwrite/);
    assert.deepEqual(await readdir(folder.path), ['mine']);
  });
});
