import { strict as assert } from 'node:assert';
import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { startDemoSftp } from '@waybill/demo';
import { runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { PEOPLE_MODEL, smallWorkspace, WAYBILL_YAML, writeFiles } from './small-workspace.ts';

describe('X1 C1 destination test', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder);
  });
  afterEach(() => folder.remove());
  const test = (name: string, ...args: string[]) =>
    runCli(['destination', 'test', name, ...args], { cwd: folder.path });

  it('X1 destination test: every step with its time, and nothing is left', async () => {
    const result = await test('share');
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.equal(result.stdout.match(/^ {2}✓ .* \d+ ms$/gm)?.length, 6);
    assert.match(result.stdout, /✓ share takes files\.\n$/);
    assert.deepEqual(await readdir(folder.join('out')), []);
  });

  it('X1 destination test: the step that fails, those left out, exit code 3', async () => {
    await rm(folder.join('out'), { recursive: true });
    const result = await test('share', '--json');
    assert.equal(result.code, 3);
    const { ok, steps, problems } = JSON.parse(result.stdout);
    assert.equal(ok, false);
    assert.deepEqual(
      steps.map((step: { step: string; outcome: string }) => `${step.step}: ${step.outcome}`),
      ['connect: failed', ...['write', 'verify', 'rename', 'size', 'delete'].map(step => `${step}: left out`)],
    );
    assert.equal(problems[0].code, 'destination-folder-missing');
  });

  it('X1 Q2 destination test: over SFTP with the pinned host key, and refused with another', async () => {
    await using served = await tempFolder();
    const server = await startDemoSftp({ folder: served.path });
    try {
      const sftp = (hostKey: string) =>
        writeFiles(folder.path, {
          'waybill.yaml': WAYBILL_YAML.replace(
            '{type: local, folder: out}',
            `{type: sftp, host: ${server.host}, port: ${server.port}, user: ${server.user}, password: "\${secret:sftp}", host_key: "${hostKey}", folder: /upload}`,
          ),
          '.waybill/secrets/sftp': `${server.password}\n`,
        });
      await sftp(server.hostKey);
      const right = await test('share');
      assert.equal(right.code, 0, right.stdout + right.stderr);
      assert.ok(!right.stdout.includes(server.password));
      await sftp(`SHA256:${'A'.repeat(43)}`);
      const wrong = await test('share');
      assert.equal(wrong.code, 3);
      assert.match(wrong.stderr, /destination-host-key-mismatch/);
      assert.deepEqual(await readdir(served.join('upload')), []);
    } finally {
      await server.close();
    }
  });

  it('X1 destination test: an unknown name gets the nearest right one, exit code 2', async () => {
    const result = await test('shre');
    assert.equal(result.code, 2);
    assert.match(result.stderr, /unknown-destination .*Did you mean "share"\?/);
  });
});

describe('C1 doctor', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder);
  });
  afterEach(() => folder.remove());
  const doctor = (...args: string[]) => runCli(['doctor', ...args], { cwd: folder.path });

  it('C1 S2 doctor: versions, the zone data too, and everything found healthy', async () => {
    const result = await doctor();
    assert.deepEqual([result.code, result.stderr], [0, ''], result.stdout);
    for (const says of [/waybill +\d/, /node +\d/, /duckdb +\d/, /time zones +20\d\d[a-z]/])
      assert.match(result.stdout, says);
    assert.match(result.stdout, /✓ files +duckdb, 1 of 1 tables of the catalog {2}\d+ ms/);
    assert.match(result.stdout, /✓ share .*out {2}\d+ ms/);
    assert.match(result.stdout, /✓ protect\.hash_key/);
    assert.match(result.stdout, /✓ free +\d/);
  });

  it('C1 doctor: --json has every look with its outcome', async () => {
    const answer = JSON.parse((await doctor('--json')).stdout);
    assert.deepEqual([answer.ok, answer.workspace], [true, folder.path]);
    const groups = new Set(answer.checks.map((check: { group: string }) => check.group));
    assert.deepEqual([...groups], ['versions', 'workspace', 'sources', 'destinations', 'secrets', 'disk', 'service']);
  });

  it('C1 Q1 doctor: a missing table, a missing folder and a secret that others may read, each told', async () => {
    await writeFiles(folder.path, {
      'catalog/people.model.yaml': PEOPLE_MODEL.replace('table: people', 'table: nobody'),
    });
    await rm(folder.join('out'), { recursive: true });
    await chmod(folder.join('.waybill/secrets/hash_key'), 0o644);
    const result = await doctor('--json');
    const codes = JSON.parse(result.stdout).checks.flatMap((check: { problems: { code: string }[] }) =>
      check.problems.map(problem => problem.code),
    );
    assert.deepEqual(codes, ['table-missing', 'destination-folder-missing', 'secret-exposed', 'secret-exposed-file']);
    assert.notEqual(result.code, 0);
  });

  it('C1 doctor: a source that is down is exit code 3', async () => {
    await writeFiles(folder.path, {
      'waybill.yaml': WAYBILL_YAML.replace(
        '{type: duckdb, folder: data}',
        '{type: postgres, url: "postgres://x@127.0.0.1:1/x"}',
      ),
    });
    const result = await doctor();
    assert.equal(result.code, 3, result.stdout);
    assert.match(result.stdout, /✗ files[\s\S]*source-unreachable/);
  });

  it('C1 doctor: outside of a workspace it shows the versions', async () => {
    await using elsewhere = await tempFolder();
    const result = await runCli(['doctor'], { cwd: elsewhere.path });
    assert.equal(result.code, 0);
    assert.match(result.stdout, /waybill +\d[\s\S]*There is no workspace here/);
  });
});

describe('C1 format', () => {
  const UNTIDY = 'name: people\nversion: 1\nmodel: people # why\nfields: [{from: id}]\nfilters: none\n';
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder, { 'exports/people.export.yaml': UNTIDY });
  });
  afterEach(() => folder.remove());
  const format = (...args: string[]) => runCli(['format', ...args], { cwd: folder.path });
  const onDisk = () => readFile(folder.join('exports/people.export.yaml'), 'utf8');

  it('C1 format: prints the canonical form of one file and changes nothing', async () => {
    const result = await format('exports/people.export.yaml');
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /^version: 1\nname: people\nmodel: people # why\nfields:\n? *(\[|- )id/);
    assert.equal(await onDisk(), UNTIDY);
  });

  it('C1 format: --check names what is not canonical, --write puts it right, and then both are content', async () => {
    const check = await format('--check', 'exports');
    assert.equal(check.code, 2);
    assert.match(check.stderr, /exports\/people\.export\.yaml {2}error {2}not-formatted/);
    assert.equal(await onDisk(), UNTIDY);
    const write = await format('--write');
    assert.equal(write.code, 0, write.stderr);
    assert.match(write.stdout, /^exports\/people\.export\.yaml$/m);
    const printed = await format('exports/people.export.yaml');
    assert.equal(printed.stdout, await onDisk());
    assert.equal((await format('--check')).code, 0);
  });

  it('C1 format: a file that is no valid YAML is told and stays as it is', async () => {
    const broken = 'name: [unclosed\n';
    await writeFiles(folder.path, { 'exports/people.export.yaml': broken });
    const result = await format('--write', 'exports/people.export.yaml');
    assert.equal(result.code, 2);
    assert.match(result.stderr, /yaml-syntax/);
    assert.equal(await onDisk(), broken);
  });

  it('C1 format: --json says which files differ', async () => {
    const answer = JSON.parse((await format('--check', '--json', 'exports')).stdout);
    assert.deepEqual(answer.files, [{ file: 'exports/people.export.yaml', changed: true }]);
    assert.equal(answer.problems[0].code, 'not-formatted');
  });
});
