import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';

describe('K1 init', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
    const made = await runCli(['init', 'loyalty', '--customers', '60'], { cwd: folder.path });
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /cd loyalty\n {2}waybill validate/);
  });
  after(() => folder?.remove());
  const inside = (...args: string[]) => runCli(args, { cwd: folder.join('loyalty') });

  it('K1 init: writes a workspace in which nothing is wrong, every file in the canonical form', async () => {
    const checked = await inside('validate');
    assert.deepEqual([checked.code, checked.stdout], [0, '✓ 31 files: no problems\n']);
    const formatted = await inside('format', '--check');
    assert.equal(formatted.code, 0, formatted.stderr);
  });

  it('K1 init: every export of it runs and delivers', async function () {
    this.timeout(120_000);
    for (const name of await readdir(folder.join('loyalty/exports'))) {
      const ran = await inside('run', `exports/${name}`);
      assert.equal(ran.code, 0, `${name}\n${ran.stdout}\n${ran.stderr}`);
    }
    assert.ok(existsSync(folder.join('loyalty/out/product-list.psv')));
  });

  it('K1 Q1 init: the hash key is random and readable by its owner alone, and git never takes it', async () => {
    const key = folder.join('loyalty/.waybill/secrets/hash_key');
    assert.match(await readFile(key, 'utf8'), /^[0-9a-f]{64}\n$/);
    assert.equal((await stat(key)).mode & 0o777, 0o600);
    assert.equal((await stat(folder.join('loyalty/.waybill/secrets'))).mode & 0o777, 0o700);
    assert.match(await readFile(folder.join('loyalty/.gitignore'), 'utf8'), /^\.waybill\/$/m);
    assert.equal(await readFile(folder.join('loyalty/.waybill/.gitignore'), 'utf8'), '*\n');
  });

  it('K1 init: a folder with a waybill.yaml is refused and stays as it is', async () => {
    const before = await readdir(folder.join('loyalty'), { recursive: true });
    const again = await inside('init');
    assert.equal(again.code, 2);
    assert.match(again.stderr, /workspace-exists/);
    assert.deepEqual(await readdir(folder.join('loyalty'), { recursive: true }), before);
  });

  it('K1 init: what is in the way is named and nothing is written; a .gitignore of the project stays', async () => {
    await using other = await tempFolder();
    await mkdir(other.join('catalog'));
    await writeFile(other.join('catalog/customers.model.yaml'), 'mine');
    const refused = await runCli(['init', '--customers', '1'], { cwd: other.path });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /would-overwrite .*catalog\/customers\.model\.yaml/);
    assert.deepEqual(await readdir(other.path, { recursive: true }), ['catalog', 'catalog/customers.model.yaml']);

    await using project = await tempFolder();
    await writeFile(project.join('.gitignore'), 'node_modules\n');
    const made = await runCli(['init', '--customers', '1', '--json'], { cwd: project.path });
    assert.equal(made.code, 0, made.stderr);
    assert.equal(await readFile(project.join('.gitignore'), 'utf8'), 'node_modules\n');
    const answer = JSON.parse(made.stdout);
    assert.equal(answer.workspace, project.path);
    assert.equal(answer.rows.customers, 1);
    for (const file of answer.files) assert.ok(existsSync(project.join(file)), file);
  });

  it('K1 init: a folder that cannot be made says so, exit code 4', async () => {
    await using other = await tempFolder();
    await writeFile(other.join('file'), '');
    const result = await runCli(['init', 'file/inside'], { cwd: other.path });
    assert.equal(result.code, 4);
    assert.match(result.stderr, /file-unwritable/);
  });
});
