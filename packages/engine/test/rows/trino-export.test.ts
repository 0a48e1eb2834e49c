import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { hasTrino, sharedTrino, TRINO_START, type TrinoServer } from '../../../../test/support/trino-server.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { prepareExport, previewExport, runExport } from '../../src/index.ts';
import { Temporal } from '../../src/time/index.ts';
import { loadWorkspace } from '../../src/workspace/index.ts';

const MODEL = `
version: 1
model: customers
table: people
key: id
event_date: joined
fields: {id: integer, name: string, email: {type: string, pii: true}, spent: decimal, joined: datetime}
`;
const RATES = `
version: 1
model: rates
table: rates
key: id
fields: {id: integer, rate: decimal, local: datetime}
`;
const LINES = `
version: 1
model: lines
table: tpch.sf300.lineitem
key: [orderkey, linenumber]
fields: {orderkey: integer, linenumber: integer, comment: string}
`;

if (hasTrino())
  describe('K2 trino: whole exports', () => {
    let server: TrinoServer;
    let catalog: string;
    let folder: TempFolder;
    before(async function () {
      this.timeout(TRINO_START);
      [server, folder] = await Promise.all([sharedTrino(), tempFolder()]);
      catalog = await server.createCatalog();
      await server.query(
        `create table people as select * from (values
           (bigint '2', '=1+1', 'bob@example.com', decimal '7.50', timestamp '2026-11-21 09:30:00.000 UTC'),
           (bigint '1', 'Zoë, "Z" 🎉', 'zoe@example.com', decimal '1234567.00', timestamp '2026-11-20 23:30:00.000 UTC'),
           (bigint '3', null, null, null, timestamp '2026-11-22 08:00:00.000 UTC')) as v (id, name, email, spent, joined)`,
        catalog,
      );
      await server.query(
        `create table rates as select id, cast(rate as double) as rate, cast(local as timestamp(6)) as local from (values
           (1, 1e-1, '2026-10-25 02:30:00'), (2, 123456789.123e0, '2026-03-29 02:30:00.500'), (3, 1e20, null),
           (4, nan(), null), (5, -2e0, null), (6, null, null)) as v (id, rate, local)`,
        catalog,
      );
      await mkdir(folder.join('catalog'));
      await writeFile(folder.join('catalog/rates.model.yaml'), RATES);
      await mkdir(folder.join('audiences'));
      await writeFile(folder.join('catalog/customers.model.yaml'), MODEL);
      await writeFile(folder.join('catalog/lines.model.yaml'), LINES);
      await writeFile(folder.join('audiences/vips.csv'), 'id\n1\n3\n4\n');
      await writeFile(
        folder.join('waybill.yaml'),
        `version: 1
brand: {name: Test, timezone: Europe/Vienna}
sources: {lake: {type: trino, url: "${server.url}", user: ${server.user}, catalog: ${catalog}, schema: default}}
protect: {hash_key: "\${env:KEY}"}
audience: {model: customers}
`,
      );
    });
    after(async () => {
      await server.query(`drop catalog ${catalog}`);
      await folder.remove();
    });

    const prepare = (definition: string) => {
      const workspace = loadWorkspace(folder.path, { cwd: folder.path, env: { KEY: 'k' } });
      const text = `version: 1\nname: t\nfilters: none\n${definition}`;
      const runAt = Temporal.Instant.from('2026-11-22T09:00:00Z');
      return prepareExport({ workspace, text, file: 'exports/t.export.yaml', runAt });
    };
    const run = async (definition: string, signal = new AbortController().signal) => {
      const { receipt } = await runExport(prepare(definition), {
        runId: 'r1',
        keepFolder: folder.join('kept'),
        signal,
      });
      return { receipt, text: await readFile(receipt.kept?.[0] ?? '', 'utf8') };
    };

    it('O2 O8 csv in the order of the key, with a window, and a receipt', async () => {
      const { receipt, text } = await run(
        'model: customers\nfields: [id, name, spent, joined]\nwindow: {last: 2 days}',
      );
      assert.equal(
        text,
        'id,name,spent,joined\n1,"Zoë, ""Z"" 🎉",1234567.00,2026-11-21T00:30:00+01:00\n2,=1+1,7.50,2026-11-21T10:30:00+01:00\n',
      );
      assert.equal(receipt.rows, 2);
    });

    it('O3 floats have their digits, and JSON a text for what it has no number for', async () => {
      const { text } = await run('model: rates\nfields: [id, rate]');
      assert.equal(text, 'id,rate\n1,0.1\n2,123456789.123\n3,1E20\n4,NaN\n5,-2\n6,\n');
      const { text: json } = await run('model: rates\nfields: [rate]\nfile: {format: ndjson}');
      assert.match(json, /^{"rate":0\.1}\n[\s\S]*{"rate":1E20}\n{"rate":"NaN"}\n/);
    });

    it('D1 an hour that comes twice is the second, one that is skipped is the one after, as in every source', async () => {
      const { text } = await run('model: rates\nfields: [local]');
      assert.deepEqual(text.split('\n').slice(1, 3), ['2026-10-25T02:30:00+01:00', '2026-03-29T03:30:00.5+02:00']);
    });

    it('O3 the formula guard counts what it changes', async () => {
      const { receipt, text } = await run('model: customers\nfields: [name]\nfile: {format: csv, profile: excel}');
      assert.ok(text.includes("'=1+1"), text);
      assert.equal(receipt.guardedCells, 1);
    });

    it('O1 D2 ndjson with hashes, as every source makes it', async () => {
      const { text } = await run(
        'model: customers\nfields: [id, {from: email, protect: hash}, spent]\nfile: {format: ndjson}',
      );
      const hash = (of: string) => createHmac('sha256', 'k').update(of).digest('hex');
      assert.equal(
        text,
        [
          `{"id":1,"email":"${hash('zoe@example.com')}","spent":1234567.00}`,
          `{"id":2,"email":"${hash('bob@example.com')}","spent":7.50}`,
          '{"id":3,"email":null,"spent":null}\n',
        ].join('\n'),
      );
    });

    it('D7 O7 an audience file, and a check that counts empty cells', async () => {
      const { text } = await run(
        'model: customers\nfields: [id, name]\naudience: {file: audiences/vips.csv}\nchecks: {nulls: {name: 60%}}',
      );
      assert.equal(text, 'id,name\n1,"Zoë, ""Z"" 🎉"\n3,\n');
    });

    it('V6 a preview shows the first rows', async () => {
      const { bytes, sql, estimatedRows } = await previewExport(prepare('model: customers\nfields: [id, email]'), {
        rows: 2,
        showPersonalData: false,
        signal: new AbortController().signal,
      });
      assert.equal(bytes.toString(), 'id,email\n1,z***@example.com\n2,b***@example.com\n');
      assert.match(sql, /^SELECT/);
      assert.ok(estimatedRows === undefined || estimatedRows === 3);
    });

    it('X4 Q3 cancelling a run cancels the query, whatever it has read', async () => {
      const running = () =>
        server.query(
          "select 1 from system.runtime.queries where query like '%sf300%' and state = 'RUNNING' and source = 'waybill'",
        );
      const aborting = new AbortController();
      const cancelled = assert.rejects(run('model: lines\nfields: all\norder: none', aborting.signal), {
        code: 'interrupted',
      });
      await waitFor('the query', async () => (await running()).length === 1, { interval: 200 });
      aborting.abort();
      await cancelled;
      await waitFor('the server to be idle', async () => (await running()).length === 0, { interval: 200 });
    });
  });
