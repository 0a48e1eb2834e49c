import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { startDemoSftp } from '@waybill/demo';
import { CLI, runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { endlessWorkspace } from './large-workspace.ts';

const MEGABYTE = 1_000_000;

/** Every file below a folder but what the workspace itself consists of. */
async function filesIn(path: string): Promise<readonly string[]> {
  const entries = existsSync(path) ? await readdir(path, { recursive: true, withFileTypes: true }) : [];
  return entries
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`.slice(path.length + 1));
}

/** Waits until a hidden file of some size lies in the folder: the delivery is in the middle of its work. */
const underWay = (folder: string) =>
  waitFor(
    `a temporary file in ${folder}`,
    async () => {
      for (const file of await filesIn(folder)) if ((await stat(`${folder}/${file}`)).size > MEGABYTE) return file;
      return undefined;
    },
    { timeout: 40_000 },
  );

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process and what it will have said. */
function start(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', text => {
    stdout += text;
  });
  child.stderr.on('data', text => {
    stderr += text;
  });
  return { child, ended: once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr })) };
}

describe('X2 C1 a run that is interrupted', function () {
  this.timeout(90_000);
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  afterEach(() => folder.remove());
  const run = () => start(['run', 'exports/people.export.yaml'], folder.path);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`X2 C1 interrupt: ${signal} in the middle is exit code 130, with nothing delivered and nothing left`, async () => {
      await endlessWorkspace(folder);
      const { child, ended } = run();
      const hidden = await underWay(folder.join('out'));
      assert.notEqual(hidden, 'people.csv');
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      assert.deepEqual([code, stdout], [130, ''], stderr);
      assert.match(stderr, /error {2}interrupted/);
      assert.deepEqual(await filesIn(folder.join('out')), []);
      assert.deepEqual(await filesIn(folder.join('.waybill')), ['secrets/hash_key']);
    });
  }

  it('X2 interrupt: over SFTP nothing stays at the server, neither under its name nor hidden', async () => {
    await using served = await tempFolder();
    const server = await startDemoSftp({ folder: served.path });
    try {
      const { host, port, user, hostKey } = server;
      const destination = `{type: sftp, host: ${host}, port: ${port}, user: ${user}, password: "\${env:SFTP_PASSWORD}", host_key: "${hostKey}", folder: /upload}`;
      await endlessWorkspace(folder, { destination });
      const { child, ended } = start(['run', 'exports/people.export.yaml', '--json'], folder.path, {
        SFTP_PASSWORD: server.password,
      });
      await underWay(served.join('upload'));
      child.kill('SIGINT');
      const { code, stdout } = await ended;
      assert.deepEqual([code, JSON.parse(stdout).problems[0].code], [130, 'interrupted']);
      assert.deepEqual(await filesIn(served.path), []);
    } finally {
      await server.close();
    }
  });

  it('R2 D9 interrupt: meanwhile a second run of the same export is refused, exit code 4, and leaves the first alone', async () => {
    await endlessWorkspace(folder);
    const { child, ended } = run();
    await underWay(folder.join('out'));
    const second = await runCli(['run', 'exports/people.export.yaml'], { cwd: folder.path });
    assert.equal(second.code, 4);
    assert.match(second.stderr, new RegExp(`run-in-progress .*process ${child.pid} on`));
    assert.equal(child.exitCode, null);
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
  });

  it('R2 interrupt: after a kill the next run takes over the lock, and the kill left no file under its name', async () => {
    await endlessWorkspace(folder);
    const first = run();
    await underWay(folder.join('out'));
    first.child.kill('SIGKILL');
    await first.ended;
    assert.equal(existsSync(folder.join('out/people.csv')), false);
    assert.ok(existsSync(folder.join('.waybill/runs/people.lock')));
    const again = run();
    const done = await Promise.race([
      again.ended,
      waitFor('the next run', async () => (await filesIn(folder.join('out'))).length > 1),
    ]);
    assert.equal(done, true, JSON.stringify(done));
    again.child.kill('SIGINT');
    assert.equal((await again.ended).code, 130);
  });

  it('K1 interrupt: `init` that is stopped leaves nothing', async () => {
    const { child, ended } = start(['init', 'new', '--customers', '2000000'], folder.path);
    await waitFor('the data', () => existsSync(folder.join('new/data/demo.duckdb.partial')));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    assert.equal(code, 130, stderr);
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('K1 interrupt: a folder that was there before stays, with what is in it', async () => {
    await mkdir(folder.join('mine'));
    await writeFile(folder.join('mine/notes.txt'), 'mine');
    const { child, ended } = start(['init', 'mine', '--customers', '2000000'], folder.path);
    await waitFor('the data', () => existsSync(folder.join('mine/data/demo.duckdb.partial')));
    child.kill('SIGTERM');
    assert.equal((await ended).code, 130);
    assert.deepEqual(await readdir(folder.path, { recursive: true }), ['mine', 'mine/notes.txt']);
  });
});
