import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RunSummary, RunView } from '@waybill/api';
import { CLI, runCli } from '../support/run-cli.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { waitFor } from '../support/wait-for.ts';
import { ENDLESS_FILES, endlessTable } from './endless-export.ts';
import { type ServedWorkspace, servedWorkspace } from './served-workspace.ts';
import { PEOPLE_MODEL, peopleExport } from './small-workspace.ts';

const SHARE = 'deliver: {to: share, if_exists: overwrite}\n';
const CSV = 'id,name,Mail\n1,Anna,anna@example.com\n2,"Böhm, Karl",karl@example.com\n3,=1+1,eve@example.com\n';
/** A model whose table comes and goes. */
const GHOSTS = PEOPLE_MODEL.replace('model: people', 'model: ghosts').replace('table: people', 'table: ghosts');
const RUN_ID = /\d{8}T\d{9}-[0-9a-f]{12}/;

describe('C1 R1 R3 runs of the service', function () {
  this.timeout(60_000);
  let at: ServedWorkspace;
  before(async () => {
    at = await servedWorkspace({ ...ENDLESS_FILES, 'catalog/ghosts.model.yaml': GHOSTS });
    await endlessTable(at.folder);
  });
  after(() => at?.[Symbol.asyncDispose]());

  const deploy = async (name: string, more = SHARE, fields?: string) => {
    const file = `exports/${name}.export.yaml`;
    await writeFile(at.folder.join(file), peopleExport(more, fields, name));
    const { code, err } = await at.cli(['deploy', file]);
    assert.equal(code, 0, err);
  };
  const later = `${SHARE}schedule: {daily: {hours: [2]}}\n`;
  const runs = async (name: string) => (await at.json<{ items: RunSummary[] }>(['history', name])).items;
  const over = (name: string) =>
    waitFor('its runs to end', async () => {
      const items = await runs(name);
      return items.length > 0 && items.every(({ status }) => status !== 'queued' && status !== 'processing') && items;
    });

  it('C1 X3 run --service: follows the run and prints its receipt; what happens meanwhile goes to the standard error', async () => {
    await deploy('now', later);
    const result = await at.cli(['run', 'now', '--service']);
    assert.equal(result.code, 0, result.err);
    assert.match(result.out, /^✓ now: 3 rows, \d+ bytes, \d+\.\d s\n/);
    assert.match(
      result.out,
      /\n {2}delivered {2}\S*out\/now\.csv {2}sha256 compared|\n {2}delivered {2}\S*out\/now\.csv/,
    );
    assert.match(result.out, new RegExp(`\\n  run        ${RUN_ID.source}  revision 1\\n`));
    assert.match(result.out, new RegExp(`\\n  next       waybill download ${RUN_ID.source}   \\(until \\d{4}-`));
    assert.doesNotMatch(result.out, /kept|\u001b/);
    assert.match(result.err, /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S/);
    assert.equal(await at.text('out/now.csv'), CSV);
    const [run] = await runs('now');
    assert.deepEqual([run?.status, run?.via, run?.trigger], ['success', 'cli', 'request']);
  });

  it('C1 run --service: a file stands for the export that it defines; --day, --json, --no-wait', async () => {
    await deploy('file', `${later}window: {by: event_date, previous: day}\n`);
    const run = await at.json<RunView>(['run', 'exports/file.export.yaml', '--service', '--day', '2026-01-02']);
    assert.deepEqual(
      [run.status, run.day, run.rows, run.window?.words],
      ['success', '2026-01-02', 1, 'Thursday 1 January 2026 (Europe/Vienna)'],
    );
    const queued = await at.cli(['run', 'file', '--service', '--no-wait']);
    assert.match(queued.out, /^… file is (queued|running)\n[\s\S]*waybill watch \d{8}T/);
    const watched = await at.cli(['watch', 'file']);
    assert.equal(watched.code, 0, watched.err);
    const mistakes: readonly (readonly [string[], string])[] = [
      [['run', 'file', '--service', '--no-deliver'], 'options-exclude'],
      [['run', 'exports/file.export.yaml', '--no-wait'], 'option-needs'],
      [['run', 'flie', '--service'], 'unknown-export'],
      [['watch', '20260101T000000-000000000000'], 'unknown-run'],
    ];
    for (const [args, code] of mistakes) {
      const wrong = await at.cli(args);
      assert.deepEqual([wrong.code, new RegExp(code).test(wrong.err)], [2, true], `${args.join(' ')}: ${wrong.err}`);
    }
  });

  it('C1 R3 rerun: a failed run ends with the exit code of its cause; repaired, it is rerun by the name of its export', async () => {
    await writeFile(
      at.folder.join('exports/haunted.export.yaml'),
      peopleExport(later, undefined, 'haunted').replace('model: people', 'model: ghosts'),
    );
    assert.equal((await at.cli(['deploy', 'exports/haunted.export.yaml'])).code, 0);
    const failed = await at.cli(['run', 'haunted', '--service', '--day', '2026-02-02']);
    assert.notEqual(failed.code, 0);
    assert.match(failed.out, /^✗ haunted failed\n[\s\S]*fix: [\s\S]*next {7}waybill rerun \d{8}T/);
    const history = await at.cli(['history', 'haunted', '--status', 'failed']);
    assert.match(
      history.out,
      new RegExp(
        `^run +status +for \\(Europe/Vienna\\)[\\s\\S]*${RUN_ID.source} +failed[\\s\\S]*✗ ${RUN_ID.source} \\S`,
      ),
    );

    await writeFile(at.folder.join('data/ghosts.csv'), 'id,name,email,joined\n7,Boo,boo@example.com,2026-01-01\n');
    const repaired = await at.cli(['rerun', 'haunted']);
    assert.equal(repaired.code, 0, repaired.err + repaired.out);
    assert.match(repaired.out, /✓ haunted: 1 row/);
    const [second, first] = await runs('haunted');
    assert.deepEqual([second?.rerunOf, second?.day, second?.occasion], [first?.id, '2026-02-02', first?.occasion]);

    const nothing = await at.cli(['rerun', 'haunted']);
    assert.equal(nothing.code, 2);
    assert.match(
      nothing.err,
      new RegExp(
        `no-such-run {2}"haunted" has no run that failed and was not repaired\\.\\n {2}fix: \`waybill rerun ${second?.id}\` runs`,
      ),
    );
  });

  it('C1 R3 rerun: what was delivered says what is overwritten and asks; a pipe needs --yes', async () => {
    await deploy('again', later);
    const { id } = await at.json<RunView>(['run', 'again', '--service']);
    const pipe = await at.cli(['rerun', id]);
    assert.deepEqual([pipe.code, pipe.out], [2, '']);
    assert.match(
      pipe.err,
      /confirm-again {2}again, .* was delivered before; running it again will overwrite .*again\.csv.*\n {2}fix: Add `--yes`/,
    );
    const no = await at.cli(['rerun', id], { terminal: true, typed: 'n\n' });
    assert.equal(no.code, 130);
    assert.match(no.err, /will overwrite .*again\.csv\. Go on\? \[y\/N\] Nothing was changed\.\n/);
    assert.equal((await runs('again')).length, 1);
    const yes = await at.cli(['rerun', id], { terminal: true, typed: 'y\n' });
    assert.equal(yes.code, 0, yes.err);
    assert.match(yes.out, /revision 1, again for \d{8}T/);
    const option = await at.json<RunView>(['rerun', id, '--yes']);
    assert.deepEqual([option.status, option.trigger], ['success', 'again']);
  });

  it('C1 R3 backfill: says how many runs that makes, fills in what is missing, and delivers again only with a yes', async () => {
    const from = new Date(Date.now() - 4 * 86_400_000).toISOString().slice(0, 10);
    const until = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    await deploy('gaps', `deliver: {to: share, path: "gaps-%Y%m%d"}\nschedule: {daily: {hours: [2]}}\n`);
    const range = ['--from', from, '--until', until];
    const dry = await at.cli(['backfill', 'gaps', ...range, '--dry-run']);
    assert.equal(dry.code, 0, dry.err);
    assert.match(
      dry.out,
      /^gaps: 3 firings, which makes 3 runs\n[\s\S]*missing\n[\s\S]*Nothing was queued: this was a dry run\.\n$/,
    );
    const no = await at.cli(['backfill', 'gaps', ...range], { terminal: true, typed: 'n\n' });
    assert.match(no.err, /3 runs would be queued\. Go on\? \[y\/N\] Nothing was changed\./);
    assert.equal((await runs('gaps')).length, 0);
    const done = await at.cli(['backfill', 'gaps', ...range]);
    assert.match(done.out, /✓ 3 runs queued; `waybill history gaps` shows them\.\n$/);
    assert.deepEqual(
      (await over('gaps')).map(({ status, trigger }) => [status, trigger]),
      Array(3).fill(['success', 'backfill']),
    );

    const none = await at.cli(['backfill', 'gaps', ...range]);
    assert.deepEqual(
      [none.code, /3 firings, which makes 0 runs; 3 delivered before, which are left as they are/.test(none.out)],
      [0, true],
    );
    const all = await at.cli(['backfill', 'gaps', ...range, '--all']);
    assert.equal(all.code, 2);
    assert.match(all.err, /needs-yes {2}3 runs would be queued, 3 of them for what was delivered before\./);
    assert.equal((await at.json<{ runs: number }>(['backfill', 'gaps', ...range, '--all', '--yes'])).runs, 3);
    assert.equal((await over('gaps')).length, 6);
    assert.equal((await at.cli(['backfill', 'gaps', '--from', from])).code, 2);
  });

  it('C1 R1 history and log: of one export or of all; a run shows what happened to it', async () => {
    await deploy('logged', later);
    const { id } = await at.json<RunView>(['run', 'logged', '--service']);
    const log = await at.cli(['log', 'logged']);
    assert.equal(log.code, 0, log.err);
    assert.match(log.out, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S.*\n/);
    const { items } = await at.json<{ items: { message: string }[] }>(['log', id]);
    assert.equal(log.out.trim().split('\n').length, items.length);
    assert.match((await at.cli(['history'])).out, /^run +export +status/);
    assert.match((await at.cli(['show', id])).out, /^✓ logged: 3 rows/);
    assert.match((await at.cli(['history', 'logged', '--status', 'failed'])).out, /^No run is failed\.\n$/);
    const typo = await at.cli(['history', 'loged']);
    assert.deepEqual([typo.code, /Did you mean "logged"\?/.test(typo.err)], [2, true]);
  });

  it('C1 R5 download: whole, verified, under its name; what is there is not replaced; to a folder, to the standard output', async () => {
    await deploy('fetched', later);
    const { id } = await at.json<RunView>(['run', 'fetched', '--service']);
    const first = await at.cli(['download', 'fetched', '--output', 'in/new']);
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /^✓ in\/new\/fetched\.csv {2}3 rows, \d+ bytes, SHA-256 compared\n$/);
    assert.equal(await at.text('in/new/fetched.csv'), CSV);
    await writeFile(at.folder.join('in/new/fetched.csv'), 'mine');
    const again = await at.cli(['download', id, '-o', 'in/new']);
    assert.equal(again.code, 2);
    assert.match(again.err, /file-exists {2}in\/new\/fetched\.csv is there already[^\n]*\n {2}fix: `--force`/);
    assert.equal(await at.text('in/new/fetched.csv'), 'mine');
    const forced = await at.json<{ files: { path: string; sha256: string }[] }>([
      'download',
      id,
      '-o',
      'in/new',
      '--force',
    ]);
    assert.deepEqual(
      forced.files.map(({ path }) => path),
      [at.folder.join('in/new/fetched.csv')],
    );
    assert.deepEqual(await readdir(at.folder.join('in/new')), ['fetched.csv']);
    assert.equal(await at.text('in/new/fetched.csv'), CSV);
    const piped = await at.cli(['download', 'fetched', '--output', '-']);
    assert.deepEqual([piped.bytes.toString(), piped.err], [CSV, '']);
    const bar = await at.cli(['download', 'fetched', '--force', '-o', 'in'], { terminal: true });
    assert.match(bar.err, /download +━+ 100 %/);
    const other = await at.cli(['download', id, '--file', 'other.csv']);
    assert.deepEqual(
      [other.code, /unknown-kept-file .*"other\.csv"\.\n {2}fix: It has fetched\.csv\./.test(other.err)],
      [2, true],
    );
  });

  it('R5 X3 download: a file that is not what the service made is thrown away, exit code 6', async () => {
    await deploy('damaged', later);
    const { id } = await at.json<RunView>(['run', 'damaged', '--service']);
    const kept = at.folder.join('.waybill/files/damaged', id, 'damaged.csv');
    await writeFile(kept, (await readFile(kept, 'utf8')).replace('Anna', 'Anne'));
    const result = await at.cli(['download', id, '-o', 'in/damaged']);
    assert.equal(result.code, 6, result.out);
    assert.match(result.err, /download-damaged/);
    assert.deepEqual(await readdir(at.folder.join('in/damaged')), []);
    await rm(kept);
    const gone = await at.cli(['download', id, '-o', 'in/damaged']);
    assert.equal(gone.code, 2, gone.err);
  });

  const begun = (id: string) =>
    waitFor('rows', async () => ((await at.json<RunView>(['show', id])).progress?.rows ?? 0) > 0);

  it('R5 C1 download: a connection that breaks leaves nothing, exit code 6; an interrupt leaves nothing either', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},${'x'.repeat(100)},a@example.com,2026-01-01`);
    await writeFile(at.folder.join('data/ghosts.csv'), `id,name,email,joined\n${rows.join('\n')}\n`);
    const { id } = await at.json<RunView>(['run', 'haunted', '--service']);
    const { token } = JSON.parse(await at.text('.waybill/service/connection.json'));
    await using proxy = await startTcpProxy({ port: Number(new URL(at.service.url).port) });
    const env = { WAYBILL_URL: `http://127.0.0.1:${proxy.port}`, WAYBILL_TOKEN: token };
    proxy.cutAfter('down', 1_000_000);
    const broken = await at.cli(['download', id, '-o', 'in/broken'], { env });
    assert.equal(broken.code, 6, broken.out + broken.err);
    assert.match(broken.err, /download-broken {2}haunted\.csv did not arrive whole: \S+ \S+ of 4\.\d MB came \(/);
    assert.deepEqual(await readdir(at.folder.join('in/broken')), []);

    proxy.restore();
    proxy.delay(20);
    const child = spawn(process.execPath, [CLI, 'download', id, '-o', 'in/stopped'], {
      cwd: at.folder.path,
      env: { ...process.env, ...env },
    });
    await waitFor('a part of it', async () => (await readdir(at.folder.join('in/stopped')).catch(() => [])).length > 0);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    assert.deepEqual([code, await readdir(at.folder.join('in/stopped'))], [130, []]);
  });

  it('C1 R3 X4 cancel: stops what is running, by the name of its export; who watches saw a bar, and ends with 130', async () => {
    assert.equal((await at.cli(['deploy', 'exports/endless.export.yaml'])).code, 0);
    assert.equal((await at.cli(['cancel', 'endless'])).code, 2, 'nothing runs yet');
    const running = at.cli(['run', 'endless', '--service'], { terminal: true });
    const { id } = await waitFor('the run', async () => (await runs('endless'))[0]);
    await begun(id);
    const cancelled = await at.cli(['cancel', 'endless', '--reason', 'too long']);
    assert.equal(cancelled.code, 0, cancelled.err);
    assert.match(cancelled.out, new RegExp(`^– Run ${id} of endless (is being stopped|was cancelled)\\.\\n$`));
    const { code, out, err } = await running;
    assert.deepEqual([code, /^– endless was cancelled\n/.test(out)], [130, true], out);
    assert.match(err, /\r\u001b\[2Kreading +[^\n]*\d rows/);
    const over = await at.cli(['cancel', id]);
    assert.deepEqual([over.code, /run-over/.test(over.err)], [2, true]);
  });

  it('C1 watch: Ctrl+C ends the watching and not the run', async () => {
    const { id } = await at.json<RunView>(['run', 'endless', '--service', '--no-wait']);
    await begun(id);
    const child = spawn(process.execPath, [CLI, 'watch', id], { cwd: at.folder.path });
    let stderr = '';
    child.stderr.on('data', text => {
      stderr += text;
    });
    await waitFor('a line of its log', () => stderr.includes('\n'));
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    assert.equal(code, 130, stderr);
    assert.match(stderr, new RegExp(`watch-stopped {2}Watching was stopped; run ${id} goes on in the service`));
    assert.equal((await at.json<RunView>(['show', id])).status, 'processing');
    await at.cli(['cancel', id]);
    await over('endless');
  });

  it('C1 O7 approve and reject: a file in quarantine goes out, the very same, or nowhere; exit code 5 until then', async () => {
    await mkdir(at.folder.join('out'), { recursive: true });
    await deploy('checked', `${later}checks: {nulls: {name: "0 %"}}\n`);
    const people = await at.text('data/people.csv');
    try {
      await writeFile(at.folder.join('data/people.csv'), `${people}4,,zoe@example.com,2026-04-05\n`);
      const held = await at.cli(['run', 'checked', '--service']);
      assert.equal(held.code, 5, held.err + held.out);
      assert.match(
        held.out,
        /^! checked: 4 rows, .*; in quarantine, not delivered\n[\s\S]*waybill approve \S+ {3}delivers the very file\n/,
      );
      assert.equal(existsSync(at.folder.join('out/checked.csv')), false);
      const approved = await at.cli(['approve', 'checked', '--reason', 'Zoe has no name']);
      assert.equal(approved.code, 0, approved.err + approved.out);
      assert.match(approved.out, /approved {3}by command line on/);
      assert.equal(await at.text('out/checked.csv'), `${CSV}4,,zoe@example.com\n`);

      await at.cli(['run', 'checked', '--service']);
      const rejected = await at.cli(['reject', 'checked']);
      assert.equal(rejected.code, 0, rejected.err);
      assert.match(rejected.out, /^– The file of run \S+ of checked goes nowhere\.\n$/);
      const again = await at.cli(['approve', 'checked']);
      assert.deepEqual([again.code, /no-such-run {2}"checked" has no run in quarantine/.test(again.err)], [2, true]);
    } finally {
      await writeFile(at.folder.join('data/people.csv'), people);
    }
  });

  it('C1 the built command line asks the service from its quick bundle', async () => {
    const result = await runCli(['list', 'endless', '--json'], { cwd: at.folder.path });
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.deepEqual(
      JSON.parse(result.stdout).items.map(({ name }: { name: string }) => name),
      ['endless'],
    );
  });
});
