import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { PEOPLE_MODEL, peopleExport, smallWorkspace, WAYBILL_YAML, writeFiles } from './small-workspace.ts';

const FILE = 'id,name,Mail\n1,Anna,anna@example.com\n2,"Böhm, Karl",karl@example.com\n3,=1+1,eve@example.com\n';

describe('C1 run', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder);
  });
  afterEach(() => folder.remove());
  const run = (...args: string[]) => runCli(['run', 'exports/people.export.yaml', ...args], { cwd: folder.path });

  it('C1 X3 run: delivers the file and says so in words', async () => {
    const result = await run();
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.equal(await readFile(folder.join('out/people.csv'), 'utf8'), FILE);
    const sha256 = createHash('sha256').update(FILE).digest('hex');
    assert.match(result.stdout, /^✓ people: 3 rows, \d+ bytes, [\d.]+ s\n/);
    assert.ok(result.stdout.includes(sha256));
    assert.ok(result.stdout.includes(folder.join('out/people.csv')));
  });

  it('C1 R5 run: --json is the receipt, with the path of the kept file', async () => {
    const result = await run('--json');
    assert.equal(result.code, 0);
    const receipt = JSON.parse(result.stdout);
    assert.deepEqual([receipt.export, receipt.status, receipt.rows], ['people', 'success', 3]);
    assert.equal(receipt.kept.length, 1);
    assert.equal(receipt.kept[0], folder.join('.waybill/files/people', receipt.run, 'people.csv'));
    assert.equal(await readFile(receipt.kept[0], 'utf8'), FILE);
    assert.equal(receipt.files[0].sha256, createHash('sha256').update(FILE).digest('hex'));
    assert.equal(receipt.deliveries[0].files[0].location, folder.join('out/people.csv'));
  });

  it('C1 run: --no-deliver makes and keeps the file and delivers it nowhere', async () => {
    const result = await run('--no-deliver', '--json');
    const receipt = JSON.parse(result.stdout);
    assert.deepEqual([result.code, receipt.deliveries], [0, []]);
    assert.deepEqual(await readdir(folder.join('out')), []);
    assert.ok(existsSync(receipt.kept[0]));
    assert.equal(existsSync(folder.join('.waybill/runs/people.ndjson')), false);
  });

  it('D9 run: windows of since_last_success neither overlap nor leave a gap, as the journal has them', async () => {
    const window = 'window: {by: event_date, since_last_success: true}\ndeliver: {to: share, path: "{run.id}"}\n';
    await writeFiles(folder.path, { 'exports/people.export.yaml': peopleExport(window) });
    const windows = [];
    for (const day of ['2026-02-01', '2026-02-01', '2026-03-05']) {
      const result = await run('--json', '--day', day);
      assert.equal(result.code, 0, result.stderr);
      const { window: found, rows } = JSON.parse(result.stdout);
      windows.push([found.from, found.to, rows]);
    }
    const [first, second] = ['2026-01-31T23:00:00Z', '2026-03-04T23:00:00Z'];
    assert.deepEqual(windows, [
      [null, first, 1],
      [first, first, 0],
      [first, second, 2],
    ]);
    const journal = (await readFile(folder.join('.waybill/runs/people.ndjson'), 'utf8')).trim().split('\n');
    assert.deepEqual(
      journal.map(line => JSON.parse(line).window.to),
      [first, first, second],
    );
  });

  it('D9 run: a run that failed moves no window', async () => {
    const window = 'window: {by: event_date, since_last_success: true}\n';
    const to = (destination: string) => ({
      'exports/people.export.yaml': peopleExport(`${window}deliver: {to: ${destination}}\n`),
    });
    await writeFiles(folder.path, to('share'));
    await rm(folder.join('out'), { recursive: true });
    const failed = await run('--day', '2026-02-01');
    assert.equal(failed.code, 3, failed.stderr);
    assert.match(failed.stderr, /destination-folder-missing/);
    assert.equal(existsSync(folder.join('.waybill/runs/people.ndjson')), false);
    assert.deepEqual(await leftIn(folder.join('.waybill')), ['secrets/hash_key']);
  });

  it('O7 run: on_empty skip is exit code 0 and delivers nothing, fail is exit code 5', async () => {
    const none = (on: string) =>
      peopleExport(`on_empty: ${on}\ndeliver: {to: share}\n`).replace(
        'filters: none',
        'filters: {all: [{attribute: id, operator: equals, value: 99}]}',
      );
    await writeFiles(folder.path, { 'exports/people.export.yaml': none('skip') });
    const skipped = await run();
    assert.deepEqual([skipped.code, skipped.stderr], [0, '']);
    assert.match(skipped.stdout, /people has no rows and was skipped/);
    await writeFiles(folder.path, { 'exports/people.export.yaml': none('fail') });
    const failed = await run();
    assert.equal(failed.code, 5);
    assert.match(failed.stderr, /export-empty/);
    assert.deepEqual(await readdir(folder.join('out')), []);
    assert.deepEqual(await leftIn(folder.join('.waybill/files')), []);
  });

  it('O7 run: a check that says no keeps the file in quarantine, exit code 5; --no-checks delivers it', async () => {
    const more = (checks: string) => peopleExport(`deliver: {to: share}\nchecks: ${checks}\n`);
    await writeFiles(folder.path, { 'exports/people.export.yaml': more('{rows: 10 %, columns: frozen}') });
    assert.equal((await run()).code, 0, 'the first run has nothing to be compared with');
    await rm(folder.join('out/people.csv'));
    await writeFiles(folder.path, { 'data/people.csv': 'id,name,email,joined\n1,Anna,anna@example.com,2026-01-01\n' });
    const held = await run();
    assert.equal(held.code, 5, held.stderr);
    assert.match(held.stdout, /in quarantine, not delivered/);
    assert.match(held.stdout, /The file has 1 row, 66\.7 % away from the 3 of the last run; 10 % is allowed/);
    assert.deepEqual(await readdir(folder.join('out')), []);
    const approved = await run('--no-checks');
    assert.equal(approved.code, 0, approved.stderr);
    assert.equal((await readFile(folder.join('out/people.csv'), 'utf8')).split('\n').length, 3);
  });

  it('C1 run: each kind of trouble has its exit code, and leaves nothing behind', async () => {
    const cases: readonly (readonly [string, Record<string, string>, number, RegExp])[] = [
      ['a field that is not there', { 'exports/people.export.yaml': peopleExport('', '[nme]') }, 2, /unknown-field/],
      ['no such destination', { 'exports/people.export.yaml': peopleExport('deliver: {to: shre}\n') }, 2, /"share"/],
      [
        'a window up to tomorrow',
        {
          'exports/people.export.yaml': peopleExport(
            'window: {by: event_date, from: 2026-01-01, to: "date:tomorrow"}\n',
          ),
        },
        2,
        /people\.export\.yaml:6:\d+ .*window-reaches-today/,
      ],
      [
        'a table that is not there',
        { 'catalog/people.model.yaml': PEOPLE_MODEL.replace('table: people', 'table: nobody') },
        3,
        /table-missing|source-table-missing/,
      ],
      [
        'a source that is down',
        {
          'waybill.yaml': WAYBILL_YAML.replace(
            '{type: duckdb, folder: data}',
            '{type: postgres, url: "postgres://x@127.0.0.1:1/x"}',
          ),
        },
        3,
        /source-unreachable/,
      ],
      [
        'a secret that is not there',
        {
          'exports/people.export.yaml': peopleExport('deliver: {to: far}\n'),
          'waybill.yaml': WAYBILL_YAML.replace(
            'destinations: {',
            'destinations: {far: {type: sftp, host: localhost, user: x, host_key: any, password: "${secret:nope}"}, ',
          ),
        },
        2,
        /secret-missing/,
      ],
    ];
    for (const [what, files, code, says] of cases) {
      await using own = await tempFolder();
      await smallWorkspace(own, files);
      const result = await runCli(['run', 'exports/people.export.yaml'], { cwd: own.path });
      assert.equal(result.code, code, `${what}: ${result.stdout}${result.stderr}`);
      assert.match(result.stderr, says, what);
      assert.deepEqual(await leftIn(own.join('out')), [], what);
      assert.deepEqual(await leftIn(own.join('.waybill')), ['secrets/hash_key'], what);
    }
  });

  it('D1 Q2 run: an export named `..` keeps its file and journal inside .waybill', async () => {
    await writeFiles(folder.path, {
      'exports/people.export.yaml': peopleExport('deliver: {to: share, path: x}\n', '[id]', '".."'),
    });
    const result = await run('--json');
    assert.equal(result.code, 0, result.stderr);
    assert.ok(JSON.parse(result.stdout).kept[0].startsWith(`${folder.join('.waybill/files')}/`));
    assert.equal((await readdir(folder.join('.waybill/files'))).length, 1);
  });
});

/** Files below a folder, as paths from it. */
async function leftIn(path: string): Promise<readonly string[]> {
  const entries = existsSync(path) ? await readdir(path, { recursive: true, withFileTypes: true }) : [];
  return entries
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`.slice(path.length + 1));
}
