import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { type CompiledQuery, mayPass, type Source } from '../../src/rows/index.ts';
import { bytesOf, CSV, duckdbFile, inDuckdb, queryOf, rowsOf, SIGNAL, sourceOf, type TestDuckdb } from './support.ts';

/** Many gigabytes, at once. */
const ENDLESS = queryOf("select cast(i as varchar), repeat('x', 200) from range(2000000000) as r(i)");
/** A long time before the first row. */
const SLOW = queryOf('select cast(sum(hash(a.i, b.i)) as varchar), null from range(1000000) a(i), range(1000000) b(i)');

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' }));
  } catch {
    return false;
  }
};

/** Processes with a database that this process, or the one given, has started. */
const databases = (parent = process.pid): number[] =>
  execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' })
    .split('\n')
    .map(line => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , ppid, args]) => Number(ppid) === parent && args?.includes('duckdb-child'))
    .map(([, pid]) => Number(pid));

describe('K2 sources: DuckDB', () => {
  let file: TestDuckdb;
  let temporary: TempFolder;
  const before_ = process.env.TMPDIR;
  before(async () => {
    temporary = await tempFolder();
    process.env.TMPDIR = temporary.path;
    file = await duckdbFile(
      'create schema loyalty',
      `create table loyalty.sales (id bigint not null, code varchar, price decimal(12, 2), rate double, kind enum ('instore', 'online'),
        "at" timestamptz, local timestamp, day date, ok boolean, data json, tags varchar[], ref uuid, small smallint, big hugeint)`,
      'create view codes as select id, code from loyalty.sales',
      `create table "Odd ""name""" ("a b" varchar, "ß" integer)`,
    );
  });
  after(async () => {
    if (before_ === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before_;
    await file[Symbol.asyncDispose]();
    await temporary.remove();
  });
  const open = (more: object = {}): Promise<Source> =>
    sourceOf({ type: 'duckdb', file: 't.duckdb', ...more }, file.folder.path);

  afterEach('no process and no folder is left behind', async () => {
    await waitFor('the processes to end', () => databases().length === 0);
    const left = (await readdir(temporary.path)).filter(name => name.startsWith('waybill-duckdb-'));
    assert.deepEqual(left, []);
  });

  it('describes tables and views', async () => {
    await using source = await open();
    const names = [['loyalty', 'sales'], ['codes'], ['Odd "name"'], ['loyalty', 'none'], ['sales']];
    const tables = await source.describe(names, SIGNAL);
    assert.deepEqual(
      tables.map(table => table.name),
      names.slice(0, 3),
    );
    const columns = [...(tables[0]?.columns.values() ?? [])].map(
      c => `${c.name}: ${c.databaseType}, ${c.storage}${c.nullable ? '' : ', filled'}`,
    );
    assert.deepEqual(columns, [
      'id: bigint, integer, filled',
      'code: varchar, text',
      'price: decimal(12,2), decimal',
      'rate: double, float',
      "kind: enum('instore', 'online'), other",
      'at: timestamp with time zone, zoned',
      'local: timestamp, naive',
      'day: date, date',
      'ok: boolean, boolean',
      'data: json, json',
      'tags: varchar[], other',
      'ref: uuid, other',
      'small: smallint, integer',
      'big: hugeint, integer',
    ]);
  });

  it('keeps the order of a sorted query over many chunks, in both ways', async () => {
    await using source = await open();
    const query = queryOf('select cast(i as varchar), null from range(300000) as r(i) order by hash(i), i');
    const rows = await rowsOf(source.rows(query, SIGNAL));
    const stream = await source.copy(query, CSV, SIGNAL);
    const bytes = await bytesOf(stream);
    assert.equal(bytes.toString(), rows.map(([first]) => `${first},\n`).join(''));
    assert.equal(stream?.rows(), 300_000);
    assert.equal(rows.length, 300_000);
  });

  it('O8 rows of a query without order may come in any order, and all come', async () => {
    await using source = await open();
    const query = queryOf('select cast(i as varchar), null from range(300000) as r(i)', { ordered: false });
    const rows = await rowsOf(source.rows(query, SIGNAL));
    const numbers = rows.map(([first]) => Number(first)).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 300_000 }, (_, i) => i),
    );
  });

  it('X4 bytes come in chunks of 256 KiB to 1 MiB, and one row of many megabytes passes whole', async () => {
    await using source = await open();
    const query = queryOf("select cast(i as varchar), repeat('y', 50) from range(100000, 200000) as r(i)");
    const sizes: number[] = [];
    for await (const chunk of (await source.copy(query, CSV, SIGNAL))?.bytes ?? []) sizes.push(chunk.length);
    for (const size of sizes.slice(0, -1)) assert.ok(size > 200 * 1024 && size <= 1200 * 1024, `${size}`);
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      100_000 * 58,
    );
    const large = await bytesOf(await source.copy(queryOf("select repeat('z', 20000000), 'end'"), CSV, SIGNAL));
    assert.equal(large.length, 20_000_005);
  });

  for (const way of ['copy', 'rows'] as const) {
    const read = async (source: Source, query: CompiledQuery, signal: AbortSignal, each: () => unknown = () => {}) => {
      const parts = way === 'rows' ? source.rows(query, signal) : (await source.copy(query, CSV, signal))?.bytes;
      let count = 0;
      for await (const _ of parts ?? []) {
        count += 1;
        await each();
      }
      return count;
    };
    const serves = async (source: Source) => assert.equal(await read(source, queryOf("select '1', '2'"), SIGNAL), 1);

    it(`X4 a slow consumer holds the database up, and memory stays flat (${way})`, async () => {
      await using source = await open();
      const memory = () => process.memoryUsage.rss();
      let first = 0;
      let seen = 0;
      const left = new Error('seen enough');
      const reading = read(source, ENDLESS, SIGNAL, async () => {
        seen += 1;
        first ||= memory();
        await new Promise(resolve => setTimeout(resolve, 50));
        if (seen === 15) throw left;
      });
      await assert.rejects(reading, left);
      assert.ok(memory() - first < 100 * 2 ** 20, `${memory() - first} bytes more`);
    });

    it(`Q3 abort stops a query that has not answered yet, at once (${way})`, async () => {
      await using source = await open();
      const aborting = new AbortController();
      setTimeout(() => aborting.abort(), 300);
      const begin = performance.now();
      await assert.rejects(read(source, SLOW, aborting.signal), { code: 'interrupted' });
      assert.ok(performance.now() - begin < 3500);
      await serves(source);
    });

    it(`Q3 abort stops a query while the consumer is busy (${way})`, async () => {
      await using source = await open();
      const aborting = new AbortController();
      await assert.rejects(
        read(source, ENDLESS, aborting.signal, () => aborting.abort()),
        { code: 'interrupted' },
      );
      await serves(source);
      await assert.rejects(read(source, ENDLESS, AbortSignal.abort()), { code: 'interrupted' });
    });

    it(`Q3 leaving early stops the query, and the source serves again (${way})`, async () => {
      await using source = await open();
      const left = new Error('seen enough');
      await assert.rejects(
        read(source, ENDLESS, SIGNAL, () => {
          throw left;
        }),
        left,
      );
      await serves(source);
    });

    it(`Q3 a query that takes longer than the source's timeout ends (${way})`, async () => {
      await using source = await open({ timeout: '1 s' });
      await assert.rejects(read(source, SLOW, SIGNAL), { code: 'source-timeout' });
      await serves(source);
    });

    it(`R2 a database process that is killed is an error that may pass, and never hangs (${way})`, async () => {
      await using source = await open();
      const kill = () => {
        for (const pid of databases()) process.kill(pid, 'SIGKILL');
      };
      await assert.rejects(read(source, ENDLESS, SIGNAL, kill), { code: 'source-died' });
      await serves(source);
      // Before it has opened the pipe.
      const reading = read(source, SLOW, SIGNAL);
      kill();
      await assert.rejects(reading, { code: 'source-died' });
      await serves(source);
      assert.ok(mayPass('source-died'));
    });

    it(`K3 what the query names and the database lacks is said, and the source serves again (${way})`, async () => {
      await using source = await open();
      const cases = {
        "select * from none where 'a' = 'b'": 'source-table-missing',
        'select none, 1 from codes': 'source-column-missing',
        "select cast(cast('a' as integer) as varchar), 'b'": 'source-value',
        "select case when i = 150000 then error('broken') else cast(i as varchar) end, 'b' from range(200000) as r(i)":
          'source-value',
        selec: 'source-sql',
        "select * from read_csv('/etc/passwd')": 'source-sql',
        "select content, null from read_text('/etc/passwd')": 'source-sql',
      };
      for (const [sql, code] of Object.entries(cases))
        await assert.rejects(read(source, queryOf(sql), SIGNAL), { code }, sql);
      await serves(source);
    });
  }

  it('K2 a file that another program writes to is locked, which may pass', async () => {
    const program = `import { DuckDBInstance } from '@duckdb/node-api';
      const instance = await DuckDBInstance.create(${JSON.stringify(file.folder.join('t.duckdb'))});
      await instance.connect(); console.log('open'); setInterval(() => {}, 1000);`;
    const writer = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(writer.stdout, 'data');
    await assert.rejects(open(), { code: 'source-locked' });
    assert.ok(mayPass('source-locked'));
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    await using source = await open();
    assert.equal((await source.describe([['codes']], SIGNAL)).length, 1);
  });

  it('K2 many may read one file at once', async () => {
    await using one = await open();
    await using other = await open();
    const query = queryOf('select cast(count(*) as varchar), null from loyalty.sales');
    assert.deepEqual(await Promise.all([rowsOf(one.rows(query, SIGNAL)), rowsOf(other.rows(query, SIGNAL))]), [
      [['0', null]],
      [['0', null]],
    ]);
  });

  it('K2 a file that is missing or is no database is named', async () => {
    await assert.rejects(open({ file: 'none.duckdb' }), { code: 'source-file-missing', message: /none\.duckdb/ });
    await writeFile(file.folder.join('bad.duckdb'), 'no database'.repeat(1000));
    await assert.rejects(open({ file: 'bad.duckdb' }), { code: 'source-file-unreadable', message: /bad\.duckdb/ });
  });

  it('X4 a query that needs more memory than it may have is told so', async () => {
    await using source = await open({ memory: '20 MB' });
    const query = queryOf('select cast(len(list(i)) as varchar), null from range(50000000) as r(i)');
    await assert.rejects(rowsOf(source.rows(query, SIGNAL)), { code: 'source-out-of-memory' });
  });

  it('X4 the estimate takes no run of the query', async () => {
    await using source = await open();
    const estimate = await source.estimateRows(ENDLESS, SIGNAL);
    assert.ok(estimate === undefined || estimate > 0);
  });

  it('R2 when the parent is killed, the database process ends and clears up', async () => {
    const sources = new URL('../../src/rows/index.ts', import.meta.url).href;
    const program = `const { openSource, sourceSchema } = await import(${JSON.stringify(sources)});
      const config = sourceSchema.parse({ type: 'duckdb', file: ${JSON.stringify(file.folder.join('t.duckdb'))} });
      const source = await openSource('x', config, { workspaceFolder: '/', signal: new AbortController().signal });
      console.log('open'); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    const [database = 0] = databases(parent.pid);
    assert.ok(alive(database));
    assert.equal((await readdir(temporary.path)).filter(name => name.startsWith('waybill-duckdb-')).length, 1);
    parent.kill('SIGKILL');
    await waitFor('the database process to end', () => !alive(database));
    await waitFor('its folder to be gone', async () =>
      (await readdir(temporary.path)).every(name => !name.startsWith('waybill-duckdb-')),
    );
  });

  it('Q2 data may not leave by way of the database either', async () => {
    await using source = await open();
    const target = file.folder.join('stolen.csv');
    await assert.rejects(rowsOf(source.rows(queryOf(`copy (select 1) to '${target}'`), SIGNAL)));
    await assert.rejects(rowsOf(source.rows(queryOf(`attach '${file.folder.join('t2.duckdb')}'`), SIGNAL)));
    await assert.rejects(rowsOf(source.rows(queryOf('set enable_external_access = true'), SIGNAL)));
    assert.ok(!(await readdir(file.folder.path)).some(name => /stolen|t2/.test(name)));
    await inDuckdb(':memory:');
  });
});
