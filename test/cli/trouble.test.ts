import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { hasPostgres, sharedPostgres } from '../support/postgres.ts';
import { CLI, runCli } from '../support/run-cli.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { endlessWorkspace } from './large-workspace.ts';
import { PEOPLE_MODEL, peopleExport, smallWorkspace, WAYBILL_YAML } from './small-workspace.ts';

if (canMount()) {
  describe('X2 C1 run on a full disk', () => {
    let folder: TempFolder;
    beforeEach(async () => {
      folder = await tempFolder();
      await endlessWorkspace(folder);
    });
    afterEach(() => folder.remove());
    const run = () => runCli(['run', 'exports/people.export.yaml'], { cwd: folder.path });

    it('X4 C1 full disk: of this machine is exit code 4, with nothing delivered and nothing left', async () => {
      using _disk = smallDisk(folder.join('.waybill/files'));
      const result = await run();
      assert.equal(result.code, 4, result.stderr);
      assert.match(result.stderr, /error {2}spool-disk-full/);
      assert.deepEqual(await readdir(folder.join('out')), []);
      assert.deepEqual(await readdir(folder.join('.waybill/files'), { recursive: true }), ['people']);
    });

    it('X2 C1 full disk: at the destination is exit code 3, with nothing there and nothing left', async () => {
      using _disk = smallDisk(folder.join('out'));
      const result = await run();
      assert.equal(result.code, 3, result.stderr);
      assert.match(result.stderr, /error {2}destination-full/);
      assert.deepEqual(await readdir(folder.join('out')), []);
      assert.deepEqual(await readdir(folder.join('.waybill/files'), { recursive: true }), ['people']);
    });
  });
}

if (hasPostgres(18)) {
  describe('K2 C1 run against PostgreSQL', () => {
    let folder: TempFolder;
    let url: string;
    let client: pg.Client;
    before(async () => {
      url = await (await sharedPostgres()).createDatabase();
      client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`
        create table people (id integer primary key, name text, email text, joined date);
        insert into people values (1, 'Anna', 'anna@example.com', '2026-01-01'), (2, 'Böhm, Karl', null, '2026-02-03');
        create view many as select i as id, repeat('x', 200) as name, 'e' as email, date '2026-01-01' as joined
          from generate_series(1, 2000000000) i;
      `);
    });
    after(() => client?.end());
    beforeEach(async () => {
      folder = await tempFolder();
      await smallWorkspace(folder, {
        'waybill.yaml': WAYBILL_YAML.replace(
          '{type: duckdb, folder: data}',
          '{type: postgres, url: "${env:PEOPLE_URL}"}',
        ),
      });
    });
    afterEach(() => folder.remove());

    it('K2 C1 run: the file has what the table has, and the address is a secret of the environment', async () => {
      const result = await runCli(['run', 'exports/people.export.yaml'], {
        cwd: folder.path,
        env: { PEOPLE_URL: url },
      });
      assert.equal(result.code, 0, result.stderr);
      assert.equal(
        await readFile(folder.join('out/people.csv'), 'utf8'),
        'id,name,Mail\n1,Anna,anna@example.com\n2,"Böhm, Karl",\n',
      );
      const without = await runCli(['run', 'exports/people.export.yaml'], {
        cwd: folder.path,
        env: { PEOPLE_URL: undefined },
      });
      assert.equal(without.code, 2);
      assert.match(without.stderr, /waybill\.yaml:3:\d+ {2}error {2}env-missing/);
    });

    it('K2 X2 run: an interrupt ends the query in the database too', async () => {
      await smallWorkspace(folder, {
        'waybill.yaml': WAYBILL_YAML.replace(
          '{type: duckdb, folder: data}',
          '{type: postgres, url: "${env:PEOPLE_URL}"}',
        ),
        'catalog/people.model.yaml': PEOPLE_MODEL.replace('table: people', 'table: many'),
        'exports/people.export.yaml':
          'version: 1\nname: people\nmodel: people\nfields: [id, name]\nfilters: none\norder: none\ndeliver: {to: share}\n',
      });
      const child = spawn(process.execPath, [CLI, 'run', 'exports/people.export.yaml'], {
        cwd: folder.path,
        env: { ...process.env, PEOPLE_URL: url },
        stdio: 'ignore',
      });
      const copying = async () => {
        const sql = `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active'`;
        return ((await client.query(sql)).rowCount ?? 0) > 0;
      };
      await waitFor('the query', copying);
      await waitFor('the file', async () => (await readdir(folder.join('out'))).length > 0);
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      assert.equal(code, 130);
      assert.deepEqual(await readdir(folder.join('out')), []);
      await waitFor('the end of the query', async () => !(await copying()));
    });
  });
}

if (process.platform === 'linux') {
  describe('C1 output that cannot be written', () => {
    it('C1 full disk: under the output is said, is exit code 4, and stops nothing', async () => {
      await using folder = await tempFolder();
      await smallWorkspace(folder, { 'exports/people.export.yaml': peopleExport('deliver: {to: share}\n') });
      const full = openSync('/dev/full', 'w');
      const done = spawnSync(process.execPath, [CLI, 'run', 'exports/people.export.yaml'], {
        cwd: folder.path,
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      closeSync(full);
      assert.match(
        done.stderr,
        /^error {2}output-unwritable {2}What the command has to say cannot be written \(ENOSPC\)/,
      );
      assert.equal(done.status, 4, done.stderr);
      assert.deepEqual(await readdir(folder.join('out')), ['people.csv']);
    });
  });
}
