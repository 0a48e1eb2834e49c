import { strict as assert } from 'node:assert';
import { readdir } from 'node:fs/promises';
import { generateKey } from 'openpgp';
import { runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { peopleExport, smallWorkspace, WAYBILL_YAML, writeFiles } from './small-workspace.ts';

const BAD = peopleExport('', '[id, nme]', 'bad');

describe('C1 validate', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder);
  });
  afterEach(() => folder.remove());

  it('C1 validate: a workspace in order is exit code 0 and one line', async () => {
    const result = await runCli(['validate'], { cwd: folder.path });
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.equal(result.stdout, '✓ 3 files: no problems\n');
  });

  it('C1 V4 validate: a mistake is shown at its word, with the line, what is right and a count', async () => {
    await writeFiles(folder.path, { 'exports/bad.export.yaml': BAD });
    const result = await runCli(['validate', 'exports/bad.export.yaml'], { cwd: folder.path });
    assert.equal(result.code, 2);
    const [head, line, underline, fix, , count] = result.stdout.split('\n');
    assert.match(head ?? '', /^exports\/bad\.export\.yaml:4:14 {2}error {2}unknown-field {2}.*Did you mean "name"\?$/);
    assert.equal(line, '    4 | fields: [id, nme]');
    assert.equal(underline, '      |              ^^^');
    assert.match(fix ?? '', /^ {2}fix: /);
    assert.equal(count, '✗ exports/bad.export.yaml: 1 error');
  });

  it('C1 validate: --json gives every problem in one stable shape', async () => {
    await writeFiles(folder.path, { 'exports/bad.export.yaml': BAD });
    const result = await runCli(['validate', '--json'], { cwd: folder.path });
    assert.equal(result.code, 2);
    const answer = JSON.parse(result.stdout);
    assert.deepEqual(Object.keys(answer), ['problems', 'files', 'errors', 'warnings']);
    assert.deepEqual([answer.files, answer.errors, answer.warnings], [4, 1, 0]);
    const { message, fix, ...rest } = answer.problems[0];
    assert.deepEqual(rest, {
      code: 'unknown-field',
      severity: 'error',
      kind: 'input',
      file: 'exports/bad.export.yaml',
      line: 4,
      column: 14,
      endLine: 4,
      endColumn: 17,
      path: 'fields[1]',
      found: 'nme',
      expected: null,
      suggestions: ['name'],
    });
    assert.ok(message !== '' && fix !== '');
  });

  it('C1 validate: no colour in a pipe, colours when they are forced, none with NO_COLOR', async () => {
    await writeFiles(folder.path, { 'exports/bad.export.yaml': BAD });
    const coloured = async (env: Record<string, string | undefined>) =>
      (await runCli(['validate'], { cwd: folder.path, env })).stdout.includes('\u001b[');
    assert.equal(await coloured({ NO_COLOR: undefined }), false);
    assert.equal(await coloured({ NO_COLOR: undefined, FORCE_COLOR: '1' }), true);
    assert.equal(await coloured({ NO_COLOR: '1', FORCE_COLOR: '1' }), false);
  });

  it('K1 validate: finds the workspace above the file and needs neither its databases nor its secrets', async () => {
    await writeFiles(folder.path, {
      'waybill.yaml': WAYBILL_YAML.replace('{type: duckdb, folder: data}', '{type: postgres, url: "${env:NOWHERE}"}'),
    });
    await using elsewhere = await tempFolder();
    const file = folder.join('exports/people.export.yaml');
    const result = await runCli(['validate', file], { cwd: elsewhere.path, env: { NOWHERE: undefined } });
    assert.equal(result.code, 0, result.stdout + result.stderr);
    const named = await runCli(['validate', '--workspace', folder.path], { cwd: elsewhere.path });
    assert.equal(named.code, 0, named.stdout + named.stderr);
  });

  it('K1 validate: waybill.yaml with a mistake is told also when only an export was named', async () => {
    await writeFiles(folder.path, { 'waybill.yaml': `${WAYBILL_YAML}limts: {}\n` });
    const result = await runCli(['validate', 'exports/people.export.yaml'], { cwd: folder.path });
    assert.equal(result.code, 2);
    assert.match(result.stdout, /waybill\.yaml:6:1 {2}error {2}unknown-key .*limits/);
  });

  it('C1 validate: malformed YAML is a problem of the file, not a fault', async () => {
    await writeFiles(folder.path, { 'exports/bad.export.yaml': 'version: 1\nname: [unclosed\n' });
    const result = await runCli(['validate', 'exports'], { cwd: folder.path });
    assert.equal(result.code, 2);
    assert.match(result.stdout, /exports\/bad\.export\.yaml:\d+:\d+ {2}error {2}yaml-syntax/);
    assert.match(result.stdout, /✗ 2 files: 1 error/);
  });

  it('Q2 validate: what a file holds cannot write to the terminal', async () => {
    await writeFiles(folder.path, { 'exports/bad.export.yaml': peopleExport('', '[id, "\\e[31mred"]', 'bad') });
    const result = await runCli(['validate'], { cwd: folder.path });
    assert.equal(result.code, 2);
    assert.ok(!result.stdout.includes('\u001b'));
  });

  it('C1 validate: nothing is written', async () => {
    const before = await readdir(folder.path, { recursive: true });
    await runCli(['validate'], { cwd: folder.path });
    assert.deepEqual(await readdir(folder.path, { recursive: true }), before);
  });

  it('O4 C1 validate: a key that cannot be encrypted to, at its name', async () => {
    const keyOf = async (options: object) =>
      generateKey({ userIDs: [{ name: 'Partner' }], format: 'armored', ...options });
    const { publicKey, privateKey } = await keyOf({});
    const old = await keyOf({ date: new Date('2020-01-01T00:00:00Z'), keyExpirationTime: 86_400 });
    await writeFiles(folder.path, {
      'keys/partner.asc': publicKey,
      'keys/cut.asc': publicKey.slice(0, 300),
      'keys/secret.asc': privateKey,
      'keys/old.asc': old.publicKey,
    });
    const validate = async (pgp: string) => {
      const file = 'exports/sealed.export.yaml';
      await writeFiles(folder.path, { [file]: peopleExport(`file: {encrypt: {pgp: ${pgp}}}\n`, '[id]', 'sealed') });
      const { code, stdout } = await runCli(['validate', file, '--json'], { cwd: folder.path });
      const problems: { code: string; line: number; column: number; suggestions: string[] }[] =
        JSON.parse(stdout).problems;
      return [code, ...problems.map(p => [p.code, p.line, p.column, ...p.suggestions])];
    };
    assert.deepEqual(await validate('partner'), [0]);
    assert.deepEqual(await validate('prtner'), [2, ['pgp-key-missing', 6, 23, 'partner']]);
    assert.deepEqual(await validate('cut'), [2, ['pgp-key-unreadable', 6, 23]]);
    assert.deepEqual(await validate('secret'), [2, ['pgp-key-private', 6, 23]]);
    assert.deepEqual(await validate('old'), [2, ['pgp-key-expired', 6, 23]]);
  });

  it('D7 C1 validate: an audience file that names nobody', async () => {
    await writeFiles(folder.path, {
      'waybill.yaml': `${WAYBILL_YAML}audience: {model: people}\n`,
      'audiences/vip.csv': 'nmae,since\nAnna,2020\n',
      'exports/vip.export.yaml': peopleExport('audience: {file: audiences/vip.csv}\n', '[id]', 'vip'),
    });
    const { code, stdout } = await runCli(['validate', 'exports/vip.export.yaml'], { cwd: folder.path });
    assert.equal(code, 2);
    assert.match(stdout, /vip\.export\.yaml:6:18 {2}error {2}audience-column {2}.*: nmae, since\./);
    assert.match(stdout, /fix: .*perhaps `name`/);
  });

  it('C1 validate: wrong paths say what is wrong with them', async () => {
    const cases = [
      [['validate', 'exports/nope.export.yaml'], 2, /no-such-file/],
      [['validate', 'data/people.csv'], 2, /unknown-file-kind/],
      [['validate', '--workspace', 'nope'], 2, /no-such-folder/],
      [['validate', '--workspace', 'data'], 0, /no problems/],
    ] as const;
    for (const [args, code, says] of cases) {
      const result = await runCli(args, { cwd: folder.path });
      assert.equal(result.code, code, args.join(' '));
      assert.match(result.stdout + result.stderr, says);
    }
    await using elsewhere = await tempFolder();
    const result = await runCli(['validate'], { cwd: elsewhere.path });
    assert.equal(result.code, 2);
    assert.match(result.stderr, /workspace-missing/);
  });
});
