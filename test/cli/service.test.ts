import { strict as assert } from 'node:assert';
import { stat, writeFile } from 'node:fs/promises';
import type { DeployResult, ExportView } from '@waybill/api';
import { commandLine } from '../support/command-line.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { ENDLESS_FILES, endlessTable } from './endless-export.ts';
import { type ServedWorkspace, serve, servedWorkspace } from './served-workspace.ts';
import { peopleExport, smallWorkspace } from './small-workspace.ts';

const DAILY = 'deliver: {to: share}\nschedule: {daily: {hours: [2]}}\n';

describe('C1 C3 waybill serve', function () {
  this.timeout(60_000);
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder);
  });
  afterEach(() => folder.remove());

  it('C1 C3 serve: works with no configuration, says in one line where, and is found by the other commands', async () => {
    const service = await serve(folder.path);
    try {
      const line =
        /✓ Waybill \S+ listens on (http:\/\/127\.0\.0\.1:\d+) for the workspace (\S+)\. .*`waybill deploy FILE`/;
      assert.match(service.stderr(), line);
      assert.equal(line.exec(service.stderr())?.[2], folder.path);
      for (const text of service.stdout().trim().split('\n')) JSON.parse(text);
      const file = folder.join('.waybill/service/connection.json');
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      const list = await commandLine(folder.path, ['list']);
      assert.deepEqual([list.code, list.err], [0, '']);
      assert.match(list.out, /No export was deployed yet; `waybill deploy FILE` does it\./);
    } finally {
      await service.end('SIGKILL');
    }
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`C1 C4 serve: ${signal} stops it, exit code 0; commands then say how to start it, exit code 6`, async () => {
      const service = await serve(folder.path);
      assert.deepEqual(await service.end(signal), { code: 0, signal: null }, service.stderr());
      const list = await commandLine(folder.path, ['list']);
      assert.equal(list.code, 6);
      assert.match(
        list.err,
        /No service is running in this workspace, and no other one is named\.\n {2}fix: `waybill serve`/,
      );
    });
  }

  it('C1 C4 serve: a run in progress is waited for; a second signal ends it at once', async () => {
    await smallWorkspace(folder, ENDLESS_FILES);
    await endlessTable(folder);
    const service = await serve(folder.path, [], { WAYBILL_GRACE: '60 s' });
    const cli = (...args: string[]) => commandLine(folder.path, args);
    assert.equal((await cli('deploy', 'exports/endless.export.yaml')).code, 0);
    await cli('run', 'endless', '--service', '--no-wait');
    await waitFor('the run', async () => /processing/.test((await cli('history', 'endless')).out));
    const ended = service.end('SIGTERM');
    await waitFor('the stop to begin', () => service.stdout().includes('"msg":"stopping"'));
    assert.equal(service.child.exitCode, null);
    service.child.kill('SIGTERM');
    assert.deepEqual(await ended, { code: null, signal: 'SIGTERM' });
  });

  it('C1 serve: one that died without a word is said not to answer', async () => {
    const service = await serve(folder.path);
    await service.end('SIGKILL');
    const list = await commandLine(folder.path, ['list']);
    assert.equal(list.code, 6);
    assert.match(
      list.err,
      /service-unreachable {2}No service answers at http:\/\/127[^\n]*\n {2}fix: Start it with `waybill serve`/,
    );
  });

  it('C1 C3 serve: what cannot work is said before anything runs: a setting, a taken port, no workspace', async () => {
    const service = await serve(folder.path);
    try {
      const other = await tempFolder();
      try {
        const none = await commandLine(other.path, ['serve', '--port', '0']);
        assert.equal(none.code, 2);
        assert.match(none.err, /workspace-missing/);
        await smallWorkspace(other);
        const wrong = await commandLine(other.path, ['serve'], { env: { WAYBILL_LEASE: 'long' } });
        assert.equal(wrong.code, 2);
        assert.match(wrong.err, /setting-wrong {2}The setting WAYBILL_LEASE is "long"; it takes a time as `30 s`/);
        const taken = await commandLine(other.path, ['serve', '--port', new URL(service.url).port], {
          env: { WAYBILL_LOG_LEVEL: 'silent' },
        });
        assert.equal(taken.code, 4, taken.err);
        assert.match(taken.err, /fix: /);
      } finally {
        await other.remove();
      }
    } finally {
      await service.end();
    }
  });

  it('C1 S2 doctor: the service, its version, whom the token stands for, whether it is ready, and settings', async () => {
    const before = await commandLine(folder.path, ['doctor']);
    assert.match(before.out, /✓ service {12}none runs here; `waybill serve` starts one/);
    const service = await serve(folder.path);
    try {
      const { out, code } = await commandLine(folder.path, ['doctor'], { env: { WAYBILL_CONCURENCY: '3' } });
      assert.equal(code, 0, out);
      assert.match(
        out,
        /✓ service {12}http:\/\/127\.0\.0\.1:\d+, version \S+, time zones \S+, as command line on \S.* \(admin\)/,
      );
      assert.match(out, /✓ database/);
      assert.match(
        out,
        /! settings[\s\S]*setting-unknown {2}The variable WAYBILL_CONCURENCY[^\n]*Did you mean "WAYBILL_CONCURRENCY"\?/,
      );
      const refused = await commandLine(folder.path, ['doctor', '--token', 'wb_nobody']);
      assert.equal(refused.code, 6);
      assert.match(refused.out, /✗ service[\s\S]*token-refused/);
    } finally {
      await service.end();
    }
    const after = await commandLine(folder.path, ['doctor']);
    assert.deepEqual(
      [after.code, /✓ service {12}none runs here; `waybill serve` starts one/.test(after.out)],
      [0, true],
    );
  });
});

describe('C1 S4 R6 exports of the service', function () {
  this.timeout(60_000);
  let at: ServedWorkspace;
  before(async () => {
    at = await servedWorkspace();
  });
  after(() => at?.[Symbol.asyncDispose]());

  /** Writes a file, and deploys it if asked to. */
  const write = async (name: string, more = DAILY) => {
    const file = `exports/${name}.export.yaml`;
    await writeFile(at.folder.join(file), peopleExport(more, undefined, name));
    return file;
  };
  const deployed = async (name: string, more?: string) => {
    const { code, err } = await at.cli(['deploy', await write(name, more)]);
    assert.equal(code, 0, err);
    return `exports/${name}.export.yaml`;
  };
  const show = (name: string) => at.json<ExportView>(['show', name]);

  it('C1 S4 deploy: says what it does, then what changed with a diff, then that nothing did', async () => {
    const file = await write('first');
    const created = await at.cli(['deploy', file]);
    assert.deepEqual([created.code, created.err], [0, '']);
    assert.match(created.out, /exports\/first\.export\.yaml: a new export\n {2}New export of people/);
    assert.match(
      created.out,
      /✓ first created, revision 1\n {2}schedule {3}Every day at 02:00, Europe\/Vienna\n {2}next run {3}\d{4}-\d\d-\d\d 02:00 \(Europe\/Vienna\)/,
    );

    await write('first', DAILY.replace('[2]', '[3]'));
    const revised = await at.cli(['deploy', file, '--note', 'an hour later']);
    assert.deepEqual([revised.code, revised.err], [0, ''], 'a pipe is not asked');
    assert.match(revised.out, /Schedule: Every day at 02:00[^\n]* → Every day at 03:00/);
    assert.match(
      revised.out,
      /│ -schedule: \{daily: \{hours: \[2\]\}\}\n {2}│ \+schedule: \{daily: \{hours: \[3\]\}\}/,
    );
    assert.match(revised.out, /✓ first revised, revision 2/);

    const same = await at.cli(['deploy', file]);
    assert.match(same.out, /first\.export\.yaml: no change[\s\S]*= first is as it was, revision 2/);
  });

  it('C1 S4 deploy: a terminal is asked before a revision; no changes nothing, yes and --yes do', async () => {
    const file = await deployed('asked');
    await write('asked', DAILY.replace('[2]', '[4]'));
    const no = await at.cli(['deploy', file], { terminal: true, typed: 'n\n' });
    assert.equal(no.code, 130);
    assert.match(no.err, /1 export would get a new revision\. Go on\? \[y\/N\] Nothing was changed\./);
    assert.equal((await show('asked')).revision, 1);
    assert.equal((await at.cli(['deploy', file], { terminal: true, typed: '' })).code, 130);
    const yes = await at.cli(['deploy', file], { terminal: true, typed: 'y\n' });
    assert.deepEqual([yes.code, (await show('asked')).revision], [0, 2]);
    await write('asked', DAILY.replace('[2]', '[5]'));
    const option = await at.cli(['deploy', file, '--yes'], { terminal: true });
    assert.deepEqual([option.code, option.err, (await show('asked')).revision], [0, '', 3]);
    const created = await at.cli(['deploy', await write('unasked')], { terminal: true, typed: 'n\n' });
    assert.deepEqual([created.code, created.err], [0, ''], 'a new export is not asked about');
  });

  it('C1 S4 deploy: --dry-run shows the same and changes nothing', async () => {
    const dry = await at.cli(['deploy', await write('dry'), '--dry-run']);
    assert.equal(dry.code, 0);
    assert.match(dry.out, /a new export[\s\S]*Nothing was deployed: this was a dry run\./);
    const { items } = await at.json<{ items: (DeployResult & { file: string })[] }>([
      'deploy',
      'exports/dry.export.yaml',
      '--dry-run',
    ]);
    assert.deepEqual(
      items.map(({ file, outcome, dryRun }) => [file, outcome, dryRun]),
      [['exports/dry.export.yaml', 'created', true]],
    );
    assert.equal((await at.cli(['show', 'dry'])).code, 2);
  });

  it('C1 S4 deploy: of several files with one mistake none is deployed, and the mistake is shown in its line', async () => {
    await write('whole');
    await writeFile(at.folder.join('exports/half.export.yaml'), peopleExport(DAILY, '[id, nmae]', 'half'));
    const result = await at.cli(['deploy', 'exports/whole.export.yaml', 'exports/half.export.yaml']);
    assert.deepEqual([result.code, result.out], [2, '']);
    assert.match(
      result.err,
      /exports\/half\.export\.yaml:4:14 {2}error {2}unknown-field .*Did you mean "name"\?\n {4}4 \| fields: \[id, nmae\]\n/,
    );
    assert.equal((await at.cli(['show', 'whole'])).code, 2);
    await writeFile(at.folder.join('exports/half.export.yaml'), peopleExport(DAILY, '[id, name]', 'half'));
  });

  it('C1 R6 list: names, status, next run; narrowed, sorted, paged, as JSON', async () => {
    await deployed('sales of the day');
    await deployed('sales now', 'deliver: {to: share}\n');
    const list = await at.cli(['list', 'SALES']);
    assert.deepEqual([list.code, list.err], [0, '']);
    assert.match(list.out, /^export +status +next run \(Europe\/Vienna\) +last run +model +creator +schedule\n/);
    assert.match(
      list.out,
      /\nsales of the day {2}active +\d{4}-\d\d-\d\d 02:00 +· +people +command line on .* Every day at 02:00/,
    );
    assert.match(list.out, /\n2 exports\n$/);
    const names = async (...args: string[]) =>
      (await at.json<{ items: { name: string }[] }>(['list', ...args])).items.map(({ name }) => name);
    assert.deepEqual(await names('sales', '--sort', 'created_at'), ['sales now', 'sales of the day']);
    assert.deepEqual(await names('sales', '--sort', 'created_at', '--order', 'asc'), ['sales of the day', 'sales now']);
    assert.deepEqual(await names('sales', '--status', 'active'), ['sales of the day']);
    const page = await at.cli(['list', 'sales', '--limit', '1']);
    assert.match(page.out, /1 export; there are more: `--all` shows all of them/);
    assert.equal((await names('--limit', '1', '--all')).length, (await names()).length);
    assert.match((await at.cli(['list', 'nothing like this'])).out, /^No export is like that\.\n$/);
    const typo = await at.cli(['list', '--status', 'actve']);
    assert.deepEqual([typo.code, /Did you mean "active"\?/.test(typo.err)], [2, true]);
  });

  it('C1 show: next runs with their windows; --yaml is the definition to the byte; a wrong name gets the nearest', async () => {
    const file = await deployed('shown', `${DAILY}window: {by: event_date, previous: day}\ndescription: All of them\n`);
    const shown = await at.cli(['show', 'shown']);
    assert.match(shown.out, /^shown: active\n {2}All of them\n/);
    assert.match(shown.out, /next runs {2}\d{4}-\d\d-\d\d 02:00 \+0[12]:00 {3}\d{4}-\d\d-\d\d\n/);
    assert.match(shown.out, /delivers {3}to share\n/);
    assert.match(shown.out, /created {4}\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? by .* \(cli\)/);
    assert.equal((await at.cli(['show', file, '--yaml'])).out, await at.text(file));
    const typo = await at.cli(['show', 'shwon']);
    assert.equal(typo.code, 2);
    assert.match(typo.err, /unknown-export {2}The service has no export "shwon"\. Did you mean "shown"\?/);
  });

  it('C1 S4 diff: what the last revision changed, or any two; earlier definitions can be shown', async () => {
    const file = await deployed('changing');
    const [first] = [await at.text(file)];
    await write('changing', DAILY.replace('[2]', '[3]'));
    await at.cli(['deploy', file, '--note', 'later']);
    await write('changing', `${DAILY.replace('[2]', '[3]')}owner: Anna\n`);
    await at.cli(['deploy', file]);
    const last = await at.cli(['diff', 'changing']);
    assert.match(last.out, /^changing: revision 2 → 3\n {2}Owner: none → Anna\n[\s\S]*\n\+owner: Anna\n/);
    const both = await at.cli(['diff', 'changing', '--from', '1', '--to', '3']);
    assert.match(both.out, /revision 1 → 3[\s\S]*Owner[\s\S]*Schedule: Every day at 02:00/);
    assert.equal((await at.cli(['show', 'changing', '--revision', '1', '--yaml'])).out, first);
    assert.match(
      (await at.cli(['show', 'changing', '--revision', '2'])).out,
      /^changing revision 2\n[\s\S]*note {7}later\n/,
    );
    assert.equal((await at.cli(['diff', 'changing', '--to', '9'])).code, 2);
  });

  it('C1 S4 pause and resume: until a day, until it is resumed; the times are those of its zone', async () => {
    await deployed('resting');
    const paused = await at.cli(['pause', 'resting']);
    assert.match(paused.out, /^‖ resting is paused; `waybill resume` lets it go on\.\n$/);
    assert.equal((await show('resting')).status, 'inactive');
    const until = await at.cli(['pause', 'resting', '--until', '2099-07-01']);
    assert.match(until.out, /is paused until 2099-07-01 00:00 \(Europe\/Vienna\)\.\n$/);
    assert.match((await at.cli(['list', 'resting'])).out, /paused until 2099-07-01 00:00/);
    const past = await at.cli(['pause', 'resting', '--until', '2001-07-01']);
    assert.deepEqual([past.code, /pause-until-past/.test(past.err)], [2, true]);
    const resumed = await at.cli(['resume', 'resting']);
    assert.match(
      resumed.out,
      /^▸ resting goes on: Every day at 02:00, Europe\/Vienna; next run \d{4}-\d\d-\d\d 02:00\.\n$/,
    );
    assert.equal((await show('resting')).status, 'active');
  });

  it('C1 S4 reschedule: shows words, next runs and diff; asks at a terminal; comments of the YAML stay', async () => {
    await deployed('moving', `${DAILY}# why: nobody remembers\n`);
    const dry = await at.cli(['reschedule', 'moving', '--weekly', 'mon thu 06:30', '--dry-run']);
    assert.match(dry.out, /Schedule: Every day at 02:00[^\n]* → On Mondays and Thursdays at 06:30/);
    assert.match(dry.out, /next runs {2}(\d{4}-\d\d-\d\d 06:30 \+0[12]:00\n +){4}/);
    assert.match(dry.out, /Nothing was changed: this was a dry run\./);
    const no = await at.cli(['reschedule', 'moving', '--weekly', 'mon thu 06:30'], { terminal: true, typed: 'no\n' });
    assert.deepEqual([no.code, (await show('moving')).revision], [130, 1]);
    const done = await at.cli(['reschedule', 'moving', '--weekly', 'mon thu 06:30', '--until', '2099-12-31']);
    assert.equal(done.code, 0, done.err);
    const view = await show('moving');
    assert.match(view.schedule, /^On Mondays and Thursdays at 06:30, Europe\/Vienna, until 31 December 2099$/);
    assert.match(view.text, /# why: nobody remembers/);
    await at.json(['reschedule', 'moving', '--daily', '07:15']);
    assert.match((await show('moving')).schedule, /^Every day at 07:15, Europe\/Vienna, until 31 December 2099$/);
    await at.json(['reschedule', 'moving', '--schedule', '{cron: "0 6 * * 1-5"}']);
    assert.equal((await show('moving')).schedule, 'Monday to Friday at 06:00, Europe/Vienna');
    const kind = await at.cli(['reschedule', 'moving', '--at', '2099-12-01 06:30']);
    assert.deepEqual([kind.code, /schedule-kind-changed/.test(kind.err)], [2, true]);
    const nothing = await at.cli(['reschedule', 'moving']);
    assert.deepEqual([nothing.code, /missing-argument/.test(nothing.err)], [2, true]);
  });

  it('C1 R4 clone: everything is copied, paused if asked for, or edited; the name must be free', async () => {
    await deployed('original', DAILY.replace('share}', 'share, path: "original-%Y"}'));
    const clone = await at.cli(['clone', 'original', 'copy', '--paused']);
    assert.equal(clone.code, 0, clone.err);
    assert.match(clone.out, /✓ copy created, revision 1\n {2}schedule {3}Every day at 02:00/);
    const view = await show('copy');
    assert.deepEqual([view.status, view.text.includes('name: copy')], ['inactive', true]);
    const again = await at.cli(['clone', 'original', 'copy']);
    assert.deepEqual([again.code, /export-exists/.test(again.err)], [2, true]);
    await writeFile(at.folder.join('edited.export.yaml'), peopleExport(DAILY, '[id]', 'third'));
    const edited = await at.cli(['clone', 'original', 'third', '--edit', 'edited.export.yaml']);
    assert.equal(edited.code, 0, edited.err);
    assert.match((await show('third')).text, /fields: \[id\]/);
  });

  it('C1 archive: is asked about, needs --yes in a pipe, and then the export is gone', async () => {
    await deployed('old');
    const pipe = await at.cli(['archive', 'old']);
    assert.equal(pipe.code, 2);
    assert.match(
      pipe.err,
      /needs-yes {2}"old" would be removed and never run again\. Nobody is there to be asked\.\n {2}fix: Add `--yes`/,
    );
    const no = await at.cli(['archive', 'old'], { terminal: true, typed: 'n\n' });
    assert.equal(no.code, 130);
    assert.equal((await at.cli(['archive', 'old', '--yes'])).code, 0);
    assert.equal((await at.cli(['show', 'old'])).code, 2);
  });

  it('S4 C1 deploy: two files of one export at once do not overwrite each other silently', async () => {
    await deployed('twice');
    await write('twice', DAILY.replace('[2]', '[6]'));
    await writeFile(
      at.folder.join('exports/twice-too.export.yaml'),
      peopleExport(DAILY.replace('[2]', '[7]'), undefined, 'twice'),
    );
    const both = await at.cli(['deploy', 'exports/twice.export.yaml', 'exports/twice-too.export.yaml']);
    assert.deepEqual(
      [both.code, /revision-conflict/.test(both.err), /✓ twice revised, revision 2/.test(both.out)],
      [2, true, true],
    );
    assert.match((await show('twice')).schedule, /06:00/);
  });
});
