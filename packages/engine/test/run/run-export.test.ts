import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { previewExport, type RunFacts, type RunRequest } from '../../src/index.ts';
import { Temporal } from '../../src/time/index.ts';
import { problemsOf, SALES_MODEL, type SalesWorkspace, salesWorkspace } from './sales-workspace.ts';

describe('runExport', () => {
  let folder: SalesWorkspace;
  beforeEach(async () => {
    folder = await salesWorkspace();
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  const at = (path: string) => join(folder.path, path);
  const prepare = (definition: string, more = {}) => folder.prepare(definition, more);
  const run = (definition: string, request: Partial<RunRequest> = {}, more = {}) =>
    folder.run(definition, request, more);
  const problemOf = problemsOf;

  it('X3 receipt: rows, bytes, SHA-256, columns, window, addresses, kept file', async () => {
    const { receipt } = await run(
      'fields: [id, note]\nfilters: none\nwindow: {last: 7 days}\ndeliver: {to: share, path: "day/%Y/sales_%Y%m%d_{rows}", manifest: json}',
    );
    assert.equal(await readFile(at('share/day/2026/sales_20261122_2.csv'), 'utf8'), 'id,note\n1,"a,b"\n2,=1+1\n');
    assert.equal(receipt.rows, 2);
    assert.equal(receipt.bytes, 23);
    assert.deepEqual(receipt.window, { by: 'event_date', from: '2026-11-14T23:00:00Z', to: '2026-11-21T23:00:00Z' });
    assert.deepEqual(receipt.columns, [
      { header: 'id', type: 'number' },
      { header: 'note', type: 'text' },
    ]);
    assert.equal(receipt.deliveries[0]?.files[0]?.path, 'day/2026/sales_20261122_2.csv');
    const manifest = JSON.parse(await readFile(at('share/day/2026/sales_20261122_2.csv.manifest.json'), 'utf8'));
    assert.equal(manifest.files[0].sha256, receipt.files[0]?.sha256);
    assert.equal(manifest.kept, undefined, 'where the service keeps files is nobody else’s business');
    assert.equal(await readFile(receipt.kept?.[0] ?? '', 'utf8'), 'id,note\n1,"a,b"\n2,=1+1\n');
  });

  it('O5 {rows} is the number of rows wherever the file’s name stands', async () => {
    const { receipt } = await run(
      'fields: [id]\nfilters: none\nfile: {format: csv, archive: zip}\ndeliver: {to: share, path: "x_{rows}", manifest: json}',
    );
    assert.equal(receipt.files[0]?.name, 'x_3.csv.zip');
    assert.equal(receipt.kept?.[0], at('kept/x_3.csv.zip'));
    const manifest = JSON.parse(await readFile(at('share/x_3.csv.zip.manifest.json'), 'utf8'));
    assert.equal(manifest.files[0].name, 'x_3.csv.zip');
    assert.ok(
      (await readFile(at('kept/x_3.csv.zip'))).includes('x.csv'),
      'the archive is written before the rows are counted',
    );
  });

  it('X2 a manifest names the file as its own destination has it', async () => {
    const deliver =
      'deliver: [{to: share, path: a, manifest: json, if_exists: version}, {to: other, path: b, manifest: json}]';
    await run(`fields: [id]\nfilters: none\n${deliver}`);
    await run(`fields: [id]\nfilters: none\n${deliver}`);
    const name = async (path: string) => JSON.parse(await readFile(at(path), 'utf8')).files[0].name;
    assert.deepEqual(await Promise.all([name('share/a_2.csv.manifest.json'), name('other/b.csv.manifest.json')]), [
      'a_2.csv',
      'b.csv',
    ]);
  });

  it('X1 several destinations get the same bytes, each under its own name', async () => {
    const { receipt } = await run(
      'fields: [id]\nfilters: none\nfile: {format: csv, archive: gzip}\ndeliver: [{to: share, path: a}, {to: other, path: b.csv, manifest: trigger}]',
    );
    const [a, b] = await Promise.all([readFile(at('share/a.csv.gz')), readFile(at('other/b.csv.gz'))]);
    assert.ok(a.equals(b));
    assert.equal(gunzipSync(a).toString(), 'id\n1\n2\n3\n');
    assert.equal(await readFile(at('other/b.csv.gz.done'), 'utf8'), '');
    assert.deepEqual(
      receipt.deliveries.map(d => d.destination),
      ['share', 'other'],
    );
  });

  it('X2 one destination fails: the other has its file, and the error says so', async () => {
    const problems = await problemOf(run('fields: [id]\nfilters: none\ndeliver: [{to: nowhere}, {to: share}]'));
    assert.deepEqual(
      problems.map(p => p.code),
      ['destination-folder-missing', 'delivered-in-part'],
    );
    assert.deepEqual(await readdir(at('share')), ['sales.csv']);
    assert.deepEqual(await readdir(at('kept')), []);
  });

  it('X2 the source fails: nothing appears anywhere', async () => {
    await writeFile(
      at('catalog/sales.model.yaml'),
      SALES_MODEL.replace('amount: decimal', 'amount: {type: decimal, computed: "1 / cast(note as integer)"}'),
    );
    const problems = await problemOf(run('fields: [id, amount]\nfilters: none\ndeliver: {to: share}'));
    assert.equal(problems[0]?.kind, 'source');
    assert.deepEqual(await readdir(at('share')), []);
    assert.deepEqual(await readdir(at('kept')), []);
  });

  it('X2 stopped in the middle: nothing is left', async () => {
    const stop = new AbortController();
    const problems = await problemOf(
      run('fields: [id]\nfilters: none\ndeliver: {to: share}', { signal: stop.signal, onProgress: () => stop.abort() }),
    );
    assert.equal(problems[0]?.kind, 'interrupted');
    assert.deepEqual(await readdir(at('share')), []);
    assert.deepEqual(await readdir(at('kept')), []);
  });

  const nothing = 'fields: [id]\nfilters: {all: [{attribute: id, operator: equals, value: 9}]}\ndeliver: {to: share}\n';
  it('O7 on_empty: send is the default', async () => {
    const { receipt } = await run(nothing);
    assert.equal(receipt.rows, 0);
    assert.equal(await readFile(at('share/sales.csv'), 'utf8'), 'id\n');
  });
  it('O7 on_empty: header_only has the header, also of a file that has none otherwise', async () => {
    await run(`${nothing}on_empty: header_only\nfile: {format: csv, header: false}`);
    assert.equal(await readFile(at('share/sales.csv'), 'utf8'), 'id\n');
    await run(`${nothing}file: {format: csv, header: false}`);
    assert.equal(await readFile(at('share/sales.csv'), 'utf8'), '');
    await run(
      'fields: [id]\nfilters: none\non_empty: header_only\nfile: {format: csv, header: false}\ndeliver: {to: share}',
    );
    assert.equal(await readFile(at('share/sales.csv'), 'utf8'), '1\n2\n3\n');
  });
  it('O7 on_empty: skip delivers nothing and is no failure', async () => {
    const { status, receipt } = await run(`${nothing}on_empty: skip`);
    assert.equal(status, 'skipped');
    assert.deepEqual(receipt.deliveries, []);
    assert.deepEqual(await readdir(at('share')), []);
    assert.deepEqual(await readdir(at('kept')), []);
  });
  it('O7 on_empty: fail', async () => {
    const problems = await problemOf(run(`${nothing}on_empty: fail`));
    assert.deepEqual(
      problems.map(p => p.code),
      ['export-empty'],
    );
    assert.deepEqual(await readdir(at('share')), []);
  });

  const checked = (checks: string, more: Partial<RunRequest> = {}) =>
    run(`fields: [id, {from: email, default: nobody}]\nfilters: none\ndeliver: {to: share}\nchecks: ${checks}`, more);
  it('O7 checks: a file that fails one is kept in quarantine and not delivered', async () => {
    const { status, receipt, checks } = await checked('{nulls: {email: 30 %}}');
    assert.deepEqual([status, checks.map(found => found.code)], ['quarantined', ['check-nulls']]);
    assert.deepEqual(receipt.warnings, ['The field email is empty in 1 of 3 rows (33.3 %); 30 % is allowed.']);
    assert.deepEqual(receipt.deliveries, []);
    assert.deepEqual(await readdir(at('share')), []);
    assert.match(await readFile(receipt.kept?.[0] ?? '', 'utf8'), /^id,email\n1,anna/);
  });
  it('O7 checks: a file that passes, and one that a person lets pass, is delivered', async () => {
    assert.equal((await checked('{nulls: {email: 34 %}}')).status, 'success');
    assert.equal((await checked('{nulls: {email: 30 %}}', { skipChecks: true })).status, 'success');
  });
  it('O7 checks: rows and columns are compared with earlier runs', async () => {
    const { facts } = await checked('{rows: 10 %, columns: frozen}');
    assert.deepEqual(facts, {
      rows: 3,
      sourceColumns: { 'sales.id': 'integer', 'sales.email': 'varchar' },
      outputColumns: ['id', 'email'],
    });
    assert.equal((await checked('{rows: 10 %, columns: frozen}', { before: [facts] })).status, 'success');
    const drifted = { ...facts, rows: 30, sourceColumns: { ...facts.sourceColumns, 'sales.email': 'bigint' } };
    const { checks } = await checked('{rows: 10 %, columns: frozen}', { before: [drifted] });
    assert.deepEqual(
      checks.map(found => found.code),
      ['check-rows', 'check-columns'],
    );
  });
  it('O7 checks: columns count that the export reads or writes, and no others', async () => {
    const frozen = (fields: string, before: readonly RunFacts[] = []) =>
      run(`fields: ${fields}\nfilters: none\ndeliver: {to: share}\nchecks: {columns: frozen}`, { before });
    const model = SALES_MODEL.replace('fields: {', 'fields: {net: {type: decimal, computed: "AMOUNT * 0.8"}, ');
    await writeFile(at('catalog/sales.model.yaml'), model);
    const [narrow, whole, computed] = [await frozen('[id]'), await frozen('all'), await frozen('[net]')];
    assert.deepEqual(Object.keys(computed.facts.sourceColumns), ['sales.id', 'sales.amount']);

    const instance = await DuckDBInstance.create(at('t.duckdb'));
    const connection = await instance.connect();
    await connection.run('alter table sales add column extra text');
    await connection.run('alter table sales alter column amount type decimal(12,2)');
    connection.closeSync();
    instance.closeSync();
    await writeFile(at('catalog/sales.model.yaml'), model.replace('note: string', 'note: string, extra: string'));
    assert.equal((await frozen('[id]', [narrow.facts])).status, 'success');
    const drift = async (fields: string, facts: RunFacts) => (await frozen(fields, [facts])).checks[0]?.message ?? '';
    assert.match(await drift('all', whole.facts), /sales\.amount was .* and is .*; the file has "extra" besides\./);
    assert.match(
      await drift('[net]', computed.facts),
      /run: sales\.amount was decimal\(10,2\) and is decimal\(12,2\)\./,
    );
  });
  it('O7 checks: null rates of aggregated values are of what the file shows', async () => {
    const { checks } = await run(
      'aggregate: true\nfields: [{from: note, aggregate: group}, {from: email, aggregate: max}]\nfilters: none\nchecks: {nulls: {email: 0 %}}',
    );
    assert.match(checks[0]?.message ?? '', /empty in 1 of 3 rows/);
  });

  it('O8 rows come in the order of the key, whatever the order in the table', async () => {
    await folder.change('insert into sales select 0 - n, null, null, null, now() from range(1, 4) as r(n)');
    const { receipt } = await run('fields: [id]\nfilters: none');
    assert.equal(await readFile(receipt.kept?.[0] ?? '', 'utf8'), 'id\n-3\n-2\n-1\n1\n2\n3\n');
    assert.equal((await run('fields: [id]\nfilters: none\norder: none')).receipt.rows, 6);
  });

  it('D9 since_last_success begins where the last successful window ended', async () => {
    const definition = 'fields: [id]\nfilters: none\nwindow: {since_last_success: true, include_today: true}';
    assert.equal((await run(definition)).receipt.rows, 3);
    const lastSuccess = Temporal.Instant.from('2026-11-21T12:00:00Z');
    const { receipt } = await run(definition, {}, { lastSuccess });
    assert.deepEqual(
      [receipt.rows, receipt.window?.from, receipt.window?.to],
      [1, '2026-11-21T12:00:00Z', '2026-11-22T09:00:00Z'],
    );
  });

  it('D9 since_last_success: when no time has passed nothing is sent over what was delivered last', async () => {
    const definition = 'fields: [id]\nfilters: none\nwindow: {since_last_success: true}\ndeliver: {to: share}';
    const { receipt } = await run(definition);
    const lastSuccess = Temporal.Instant.from(receipt.window?.to ?? '');
    const again = await run(definition, {}, { lastSuccess });
    assert.equal(again.status, 'skipped');
    assert.match(again.receipt.warnings.join(), /window is empty/);
    const early = await run(definition, {}, { lastSuccess: lastSuccess.add({ hours: 48 }) });
    assert.equal(early.status, 'skipped');
    assert.equal(await readFile(at('share/sales.csv'), 'utf8'), 'id\n1\n2\n');
  });

  it('D1 two exports of one name are an error, at the name', async () => {
    await mkdir(at('exports'));
    await writeFile(
      at('exports/other.export.yaml'),
      'version: 1\nname: "sales" # the same\nmodel: sales\nfields: all\nfilters: none\n',
    );
    const [found] = await problemOf((async () => run('fields: [id]\nfilters: none'))());
    assert.deepEqual([found?.code, found?.place?.line, found?.place?.column], ['duplicate-name', 2, 7]);
  });

  it('O1 a json field whose column is not JSON is an error, never a broken file', async () => {
    await writeFile(at('catalog/sales.model.yaml'), SALES_MODEL.replace('note: string', 'note: json'));
    const [found] = await problemOf(run('fields: [id, note]\nfilters: none\nfile: {format: json}'));
    assert.deepEqual([found?.code, found?.found], ['column-type', 'varchar']);
  });

  it('Q2 a NUL in a definition is an error at its place', async () => {
    const [found] = await problemOf(
      (async () => run('fields: [id]\nfilters: {all: [{attribute: note, operator: equals, value: "a\\0b"}]}'))(),
    );
    assert.deepEqual([found?.code, found?.place?.line], ['nul-character', 5]);
  });

  it('D9 a window that reaches into the run’s day is an error at its word', async () => {
    const [found] = await problemOf(
      (async () => run('fields: [id]\nfilters: none\nwindow: {from: 2026-11-20, to: 2026-11-30}'))(),
    );
    assert.equal(found?.place?.line, 6);
    assert.equal(found?.place?.file, 'exports/sales.export.yaml');
  });

  it('V6 preview: the exact bytes with a row limit, personal data masked unless allowed', async () => {
    const definition =
      'fields: [id, email]\nfilters: none\nfile: {format: csv, profile: excel}\ndeliver: {to: share, path: x_%Y}';
    const signal = new AbortController().signal;
    const masked = await previewExport(prepare(definition), { rows: 2, showPersonalData: false, signal });
    assert.equal(masked.bytes.toString(), '\ufeffid,email\r\n1,a***@example.com\r\n2,\r\n');
    assert.deepEqual(masked.masked, ['email']);
    assert.deepEqual(masked.fileNames, ['x_2026.csv']);
    assert.doesNotMatch(masked.sql, /LIMIT/, 'the query shown is the one of the real run');
    const open = await previewExport(prepare(definition), { rows: 1, showPersonalData: true, signal });
    assert.equal(open.bytes.toString(), '\ufeffid,email\r\n1,anna@example.com\r\n');
    assert.deepEqual(await readdir(at('share')), []);
  });
});
