import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { runCli } from '../support/run-cli.ts';
import { tempFolder } from '../support/temp-folder.ts';

const COMMANDS = [
  ...[
    'init',
    'validate',
    'format',
    'preview',
    'run',
    'schedule',
    'destination test',
    'demo',
    'doctor',
    'lsp',
    'schema',
  ],
  ...['serve', 'deploy', 'list', 'show', 'diff', 'pause', 'resume', 'reschedule', 'clone', 'archive'],
  ...['history', 'log', 'watch', 'cancel', 'approve', 'reject', 'rerun', 'backfill', 'download'],
  ...['destination list', 'destination add', 'destination change', 'destination rename', 'destination remove'],
  ...['token create', 'token list', 'token revoke', 'secret set', 'secret list', 'secret delete', 'audit'],
];

describe('C1 usage', () => {
  it('C1 usage: without arguments and with --help it says what there is, with examples and exit codes', async () => {
    for (const args of [[], ['--help'], ['help']]) {
      const result = await runCli(args);
      assert.deepEqual([result.code, result.stderr], [0, '']);
      for (const command of COMMANDS) assert.ok(result.stdout.includes(command.split(' ')[0] ?? ''), command);
      assert.match(result.stdout, /Examples:[\s\S]*Exit codes:[\s\S]*130 /);
    }
  });

  for (const command of COMMANDS) {
    it(`C1 usage: \`waybill ${command} --help\` has examples, exit codes and the options of every command`, async () => {
      const { code, stdout } = await runCli([...command.split(' '), '--help']);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`Usage: waybill ${command}`));
      assert.match(stdout, /Examples:[\s\S]*Exit codes:/);
      assert.match(stdout, /--json/);
      assert.match(stdout, /--workspace/);
    });
  }

  it('C1 usage: --version is the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../packages/cli/package.json', import.meta.url), 'utf8'));
    assert.equal((await runCli(['--version'])).stdout, `${version}\n`);
  });

  const mistakes: readonly (readonly [string[], string, RegExp])[] = [
    [['vlidate'], 'unknown-command', /Did you mean "validate"\?/],
    [['sevre'], 'unknown-command', /Did you mean "serve"\?/],
    [['backfill', 'x'], 'missing-argument', /--from <date>/],
    [['token', 'create', 'x', '--role', 'root'], 'wrong-argument', /viewer, editor or admin/],
    [['list', '--limit', '0'], 'wrong-argument', /whole number from 1/],
    [['reschedule', 'x'], 'missing-argument', /--daily/],
    [['reschedule', 'x', '--schedule', 'now', '--daily', '06:30'], 'options-exclude', /--daily/],
    [['serve', '--port', '70000'], 'wrong-argument', /whole number from 0 to 65535/],
    [['destination', 'tset'], 'unknown-command', /Did you mean "test"\?/],
    [['validate', '--jsn'], 'unknown-option', /Did you mean "--json"\?/],
    [['preview', 'x.export.yaml', '--show-personal'], 'unknown-option', /Did you mean "--show-personal-data"\?/],
    [['run'], 'missing-argument', /<file>/],
    [['destination', 'add', '', 'type=local'], 'empty-argument', /<name> of `waybill destination add` is empty/],
    [['destination', 'add', 'x', ''], 'empty-argument', /<setting>/],
    [['secret', 'set', ''], 'empty-argument', /<name>/],
    [['rerun', ''], 'empty-argument', /<run>/],
    [['validate', ''], 'empty-argument', /<file/],
    [['run', 'a.export.yaml', 'b.export.yaml'], 'too-many-arguments', /b\.export\.yaml/],
    [['preview', 'x.export.yaml', '--rows'], 'missing-argument', /--rows/],
    [['preview', 'x.export.yaml', '--rows', '-1'], 'wrong-argument', /whole number from 0/],
    [['preview', 'x.export.yaml', '--format', 'tabel'], 'wrong-argument', /Did you mean "table"\?/],
    [['format', '--check', '--write'], 'options-exclude', /--write/],
    [['format'], 'missing-argument', /--check/],
  ];
  for (const [args, code, says] of mistakes) {
    it(`C1 usage: \`waybill ${args.join(' ')}\` is ${code}, exit code 2`, async () => {
      await using folder = await tempFolder();
      const result = await runCli(args, { cwd: folder.path });
      assert.deepEqual([result.code, result.stdout], [2, '']);
      assert.match(result.stderr, new RegExp(`^error {2}${code} {2}`));
      assert.match(result.stderr, says);
      assert.match(result.stderr, /\n {2}fix: /);
      const json = await runCli([...args, '--json'], { cwd: folder.path });
      assert.deepEqual([json.code, json.stderr, JSON.parse(json.stdout).problems[0].code], [2, '', code]);
    });
  }
});
