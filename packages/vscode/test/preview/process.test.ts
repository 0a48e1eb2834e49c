import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { demoWorkspaceFolder, writeDuckDb, writePostgres } from '@waybill/demo';
import { peopleExport, smallWorkspace, writeFiles } from '../../../../test/cli/small-workspace.ts';
import { hasPostgres, sharedPostgres } from '../../../../test/support/postgres.ts';
import { runProgram } from '../../../../test/support/run-cli.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { isAlive, SOURCE, type Started, start } from './started.ts';

const CLI = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
const EXPORTS = ['product-list', 'store-directory', 'christmas-quarter', 'birthday-wishes'];

/** The file that `waybill run` makes. */
async function fileOfRun(folder: TempFolder, name: string): Promise<Buffer> {
  const args = [...(SOURCE.execArgv ?? []), CLI, 'run', `exports/${name}.export.yaml`, '--json', '--no-deliver'];
  const { stdout, stderr } = await runProgram(process.execPath, args, { cwd: folder.path });
  assert.ok(stdout, stderr);
  const [kept = ''] = (JSON.parse(stdout) as { kept: string[] }).kept;
  return readFile(kept);
}

describe('V6 the process of the preview, on the demo in DuckDB', () => {
  let folder: TempFolder;
  let preview: Started;
  before(async function () {
    this.timeout(120_000);
    folder = await tempFolder();
    await cp(demoWorkspaceFolder(), folder.path, { recursive: true });
    await mkdir(folder.join('data'));
    await writeDuckDb({ file: folder.join('data', 'demo.duckdb'), customers: 300 });
    await writeFiles(folder.path, { '.waybill/secrets/hash_key': 'a key for tests\n' });
    preview = start();
  });
  after(async () => {
    preview?.dispose();
    await folder?.remove();
  });

  for (const name of EXPORTS)
    it(`V6 bytes: ${name} begins with the very bytes of the preview when it runs`, async () => {
      const { bytes, table } = await preview.result(folder.join('exports', `${name}.export.yaml`), {
        rows: 20,
        showPersonalData: true,
      });
      const whole = await fileOfRun(folder, name);
      assert.ok(table.length > 0);
      assert.equal(whole.subarray(0, bytes.length).toString('latin1'), Buffer.from(bytes).toString('latin1'));
    });

  it('V6 bytes: where a preview has every row, it is the file of the run', async () => {
    const { bytes } = await preview.result(folder.join('exports', 'customer-fields.export.yaml'), {
      rows: 1000,
      showPersonalData: true,
    });
    assert.equal(Buffer.from(bytes).toString('utf8'), (await fileOfRun(folder, 'customer-fields')).toString('utf8'));
  });

  it('V6 preview: file name, window in words and dates, schedule in words with five firings, estimate, SQL', async () => {
    const { fileNames, window, schedule, estimatedRows, sql, layout, later } = await preview.result(
      folder.join('exports', 'business-bills.export.yaml'),
    );
    assert.match(fileNames[0] ?? '', /^accounting\/business-bills_\d{4}-\d\d-01_\d{4}-\d\d-\d\d.*\.csv\.zip$/);
    assert.match(window?.words ?? '', /^\w+day 1 \w+ \d{4} to .*\(\d\d days, Europe\/Vienna\)$/);
    assert.match(window?.from ?? '', /^\d{4}-\d\d-01T00:00:00\+0[12]:00$/);
    assert.match(window?.until ?? '', /^\d{4}-\d\d-01T00:00:00\+0[12]:00$/);
    assert.equal(schedule.words, 'On the 1st of every month at 04:15, Europe/Vienna');
    assert.equal(schedule.firings.length, 5);
    assert.match(schedule.firings[0]?.time ?? '', /^\w+day 1 \w+ \d{4}, 04:15 \+0[12]:00$/);
    assert.match(schedule.firings[0]?.covers ?? '', /^\w+day 1 /);
    assert.ok(estimatedRows !== null && estimatedRows >= 0);
    assert.match(sql, /^SELECT/i);
    assert.doesNotMatch(sql, /LIMIT 50/i);
    assert.deepEqual(
      [layout.encoding, layout.delimiter, layout.enclosure, layout.newline, layout.quote],
      ['utf-8-bom', ';', '"', '\r\n', 'needed'],
    );
    assert.deepEqual(later, ['put into a zip archive']);
  });

  it('V6 preview: json and parquet come as their own bytes', async () => {
    const json = await preview.result(folder.join('exports', 'challenges.export.yaml'), { rows: 2 });
    assert.equal(JSON.parse(Buffer.from(json.bytes).toString('utf8')).length, json.table.length);
    const file = folder.join('exports', 'product-list.export.yaml');
    const text = `${await readFile(file, 'utf8')}\n`.replace(/^file:.*$/m, 'file: {format: parquet}');
    const parquet = await preview.result(file, { rows: 2, unsaved: [[file, text]] });
    assert.equal(Buffer.from(parquet.bytes.subarray(0, 4)).toString('latin1'), 'PAR1');
    assert.equal(parquet.layout.format, 'parquet');
  });
});

describe('V6 the process of the preview', () => {
  let folder: TempFolder;
  const people = () => folder.join('exports', 'people.export.yaml');
  before(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder);
  });
  after(() => folder?.remove());

  it('V6 personal data is masked and named unless it is asked for', async () => {
    using preview = start();
    const masked = await preview.result(people());
    assert.deepEqual(masked.masked, ['Mail']);
    assert.equal(masked.table[0]?.[2], 'a***@example.com');
    assert.doesNotMatch(Buffer.from(masked.bytes).toString(), /anna@/);
    const shown = await preview.result(people(), { showPersonalData: true });
    assert.deepEqual([shown.masked, shown.table[0]?.[2]], [[], 'anna@example.com']);
  });

  it('V3 samples: values of fields that are shown as they are stored; personal data never, however it is shown', async () => {
    using preview = start();
    const samplesOf = async (fields: string) =>
      (
        await preview.result(people(), {
          showPersonalData: true,
          unsaved: [[people(), peopleExport('', fields)]],
        })
      ).samples;
    assert.deepEqual(await samplesOf('[{from: name, to: Who}, email, {from: joined, format: "%Y"}]'), {
      'people.name': ['Anna', 'Böhm, Karl', '=1+1'],
    });
    assert.deepEqual(await samplesOf('all'), {
      'people.id': ['1', '2', '3'],
      'people.name': ['Anna', 'Böhm, Karl', '=1+1'],
      'people.joined': ['2026-01-01', '2026-02-03', '2026-03-04'],
    });
    assert.deepEqual(await samplesOf('[{from: name, replace: {Anna: A}}, {from: id, default: 0}]'), {});
  });

  it('V6 what the editor holds unsaved is previewed: the export, a model, waybill.yaml', async () => {
    using preview = start();
    const model = folder.join('catalog', 'people.model.yaml');
    const { columns, window, name } = await preview.result(people(), {
      unsaved: [
        [
          people(),
          peopleExport('window: {by: event_date, previous: day}\n', '[id, {from: title, to: Who}]', 'unsaved'),
        ],
        [model, (await readFile(model, 'utf8')).replace('name: string', 'title: {type: string, column: name}')],
        [folder.join('waybill.yaml'), (await readFile(folder.join('waybill.yaml'), 'utf8')).replace('Vienna', 'Paris')],
      ],
    });
    assert.deepEqual([name, columns.map(({ header }) => header)], ['unsaved', ['id', 'Who']]);
    assert.match(window?.words ?? '', /\(Europe\/Paris\)$/);
  });

  it('V6 a broken definition: every problem with its code, its file, its place and the nearest word', async () => {
    using preview = start();
    const text = peopleExport('window: {previous: dya}\n', '[id, nmae]');
    const problems = await preview.problems(people(), { unsaved: [[people(), text]] });
    assert.deepEqual(
      problems.map(({ file, shown, line, column, endColumn }) => [file, shown, line, column, endColumn]),
      [
        [people(), 'exports/people.export.yaml', 4, 14, 18],
        [people(), 'exports/people.export.yaml', 6, 20, 23],
      ],
    );
    assert.match(problems[0]?.message ?? '', /Did you mean "name"\?/);
    assert.ok(problems.every(({ code, fix }) => code !== '' && fix !== ''));
  });

  it('V6 a window since the last success begins where the last run of this machine ended', async () => {
    using preview = start();
    const text = peopleExport('window: {by: event_date, since_last_success: true}\n', undefined, 'since');
    const file = folder.join('exports', 'since.export.yaml');
    const receipt = { status: 'success', started: '2026-06-01T10:00:00Z', window: { to: '2026-06-01T00:00:00Z' } };
    await writeFiles(folder.path, { '.waybill/runs/since.ndjson': `${JSON.stringify(receipt)}\n` });
    await writeFile(file, text);
    const { window } = await preview.result(file);
    assert.equal(window?.from, '2026-06-01T02:00:00+02:00');
    await rm(file);
  });

  it('V6 a file that is gone, and one outside of any workspace, are problems', async () => {
    using preview = start();
    const [gone] = await preview.problems(folder.join('exports', 'gone.export.yaml'));
    assert.deepEqual([gone?.code, gone?.shown], ['file-unreadable', 'exports/gone.export.yaml']);
    await using elsewhere = await tempFolder();
    const [lost] = await preview.problems(elsewhere.join('lost.export.yaml'));
    assert.equal(lost?.code, 'workspace-missing');
  });

  it('V6 a process that dies is a problem with its code, and the next preview starts another', async () => {
    using preview = start();
    await preview.result(people());
    const { pid = 0 } = preview;
    const dying = preview.problems(people());
    process.kill(pid, 'SIGKILL');
    const [died] = await dying;
    assert.equal(died?.code, 'preview-died');
    assert.match(died?.message ?? '', /stopped by SIGKILL/);
    assert.equal((await preview.result(people())).table.length, 3);
    assert.notEqual(preview.pid, pid);
  });

  it('V6 a process that cannot start says why', async () => {
    await using empty = await tempFolder();
    await writeFile(empty.join('broken.mjs'), 'throw new TypeError("not made for this");\n');
    using preview = start({ program: empty.join('broken.mjs'), execArgv: [] });
    const [died] = await preview.problems(people());
    assert.match(died?.message ?? '', /ended with code 1 \(TypeError: not made for this\)/);
  });

  it('V6 an idle process ends by itself, and another one takes what is asked while it does', async () => {
    using preview = start({ idle: 0 });
    assert.equal((await preview.result(people())).table.length, 3);
    const { pid = 0 } = preview;
    assert.equal((await preview.result(people())).table.length, 3);
    await waitFor('the idle process to end', () => !isAlive(pid));
  });

  it('V6 the process ends when it is let go of', async () => {
    const preview = start();
    await preview.result(people());
    const { pid = 0 } = preview;
    assert.ok(isAlive(pid));
    preview.dispose();
    await waitFor('the process to end', () => !isAlive(pid));
  });
});

if (hasPostgres(18))
  describe('V6 the process of the preview, on PostgreSQL', () => {
    let folder: TempFolder;
    let url: string;
    before(async function () {
      this.timeout(120_000);
      const server = await sharedPostgres();
      url = await server.createDatabase();
      folder = await tempFolder();
      await cp(demoWorkspaceFolder(), folder.path, { recursive: true });
      await writePostgres({ url, schema: 'loyalty', customers: 100 });
      const yaml = folder.join('waybill.yaml');
      const source = 'demo: {type: postgres, url: "${env:PREVIEW_DATABASE}"}';
      const text = await readFile(yaml, 'utf8');
      await writeFile(yaml, text.replace('demo: {type: duckdb, file: data/demo.duckdb}', source));
      await writeFiles(folder.path, { '.waybill/secrets/hash_key': 'a key for tests\n' });
    });
    after(() => folder?.remove());
    /** Queries of previews that run in the database now. */
    const running = async () => {
      const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        const asked = `select count(*)::int as count from pg_stat_activity
          where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`;
        return (await client.query(asked)).rows[0].count as number;
      } finally {
        await client.end();
      }
    };
    /** An export whose query takes minutes. */
    const endless = async (): Promise<{ file: string; unsaved: [string, string][] }> => {
      const file = folder.join('exports', 'store-directory.export.yaml');
      const model = folder.join('catalog', 'stores.model.yaml');
      const text = (await readFile(model, 'utf8')).replace(
        /^fields:$/m,
        'fields:\n  slow: {type: string, computed: "pg_sleep(600)::text"}',
      );
      const asked = 'version: 1\nname: store-directory\nmodel: stores\nfields: [id, slow]\nfilters: none\n';
      return {
        file,
        unsaved: [
          [model, text],
          [file, asked],
        ],
      };
    };

    it('V6 bytes: the secret comes from the environment, and a run begins with the bytes of the preview', async () => {
      using preview = start({ env: { PREVIEW_DATABASE: url } });
      const file = folder.join('exports', 'product-list.export.yaml');
      const { bytes, table } = await preview.result(file, { rows: 7, showPersonalData: true });
      assert.equal(table.length, 7);
      process.env.PREVIEW_DATABASE = url;
      try {
        const whole = await fileOfRun(folder, 'product-list');
        assert.equal(whole.subarray(0, bytes.length).toString(), Buffer.from(bytes).toString());
      } finally {
        delete process.env.PREVIEW_DATABASE;
      }
    });

    it('V6 cancel stops the query in the database, and the process serves again', async () => {
      using preview = start({ env: { PREVIEW_DATABASE: url } });
      const { file, unsaved } = await endless();
      const abort = new AbortController();
      const steps: string[] = [];
      const answer = preview.preview(
        { file, unsaved, rows: 5, showPersonalData: false },
        { signal: abort.signal, onStep: step => steps.push(step) },
      );
      await waitFor('the query to run', async () => (await running()) === 1);
      const { pid } = preview;
      abort.abort();
      assert.deepEqual(await answer, { kind: 'cancelled' });
      assert.equal(await running(), 0);
      assert.deepEqual(steps, ['checking', 'connecting', 'reading']);
      assert.ok((await preview.result(folder.join('exports', 'product-list.export.yaml'))).table.length > 0);
      assert.equal(preview.pid, pid);
    });

    it('V6 when the editor is gone, its query is stopped and the process ends', async () => {
      const preview = start({ env: { PREVIEW_DATABASE: url } });
      const { file, unsaved } = await endless();
      const answer = preview.preview(
        { file, unsaved, rows: 5, showPersonalData: false },
        { signal: new AbortController().signal },
      );
      await waitFor('the query to run', async () => (await running()) === 1);
      const { pid = 0 } = preview;
      preview.dispose();
      assert.deepEqual(await answer, { kind: 'cancelled' });
      await waitFor('the query to stop', async () => (await running()) === 0);
      await waitFor('the process to end', () => !isAlive(pid));
    });
  });
