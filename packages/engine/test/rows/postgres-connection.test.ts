import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { freePort } from '../../../../test/support/free-port.ts';
import { sharedPostgres, startPostgres } from '../../../../test/support/postgres.ts';
import { startTcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { mayPass } from '../../src/rows/index.ts';
import { bytesOf, CSV, queryOf, rowsOf, SIGNAL, sourceOf } from './support.ts';

const ENDLESS = queryOf("select generate_series(1, 2000000000)::text, repeat('x', 200)");

/** The url with another host and port. */
const through = (url: string, port: number, host = '127.0.0.1'): string => {
  const other = new URL(url);
  other.hostname = host;
  other.port = String(port);
  return other.href;
};

describe('K2 sources: the way to PostgreSQL', () => {
  const rejectsWith = (written: object, code: string) =>
    assert.rejects(sourceOf({ type: 'postgres', ...written }), { code }, JSON.stringify(written));

  it('R2 a wrong password cannot pass, and is not repeated', async () => {
    const server = await sharedPostgres();
    const url = new URL(server.url);
    url.password = 'hunter2';
    await assert.rejects(sourceOf({ type: 'postgres', url: url.href }), error => {
      assert.ok(error instanceof Error && 'code' in error);
      assert.equal(error.code, 'source-login-refused');
      assert.ok(!JSON.stringify([error, error.message, error.stack]).includes('hunter2'));
      return true;
    });
    assert.equal(mayPass('source-login-refused'), false);
  });

  it('an unknown database, host or port is named', async () => {
    const server = await sharedPostgres();
    await rejectsWith({ url: server.urlOf('nowhere') }, 'source-database-unknown');
    await rejectsWith({ url: through(server.url, await freePort()) }, 'source-unreachable');
    await rejectsWith({ url: through(server.url, 5432, 'nowhere.invalid') }, 'source-unreachable');
    assert.equal(mayPass('source-unreachable'), true);
  });

  it('keys beside the url win over it', async () => {
    const server = await sharedPostgres();
    const url = `postgres://nobody:wrong@127.0.0.1:1/none`;
    const { port, user, password } = server;
    await using source = await sourceOf({ type: 'postgres', url, port, user, password, database: 'postgres' });
    assert.deepEqual(await rowsOf(source.rows(queryOf('select current_user::text, null'), SIGNAL)), [[user, null]]);
  });

  it('a url that cannot be read is an error that does not repeat it', async () => {
    for (const url of [
      'postgres://u:hunter2@h:port/db',
      'postgres://u:hunter2@h1:1,h2:2/db',
      'postgres://u:hunter2@h/db?sslmod=disable',
      'postgres://u:hunter2@h/db?sslmode=on',
    ])
      await assert.rejects(sourceOf({ type: 'postgres', url }), error => {
        assert.ok(error instanceof Error && 'code' in error && error.code === 'source-settings', `${error}`);
        assert.ok(!error.message.includes('hunter2'));
        return true;
      });
    await rejectsWith({ host: 'localhost' }, 'source-settings');
  });

  it('a server that accepts and says nothing does not hold up an abort', async () => {
    const server = await sharedPostgres();
    await using proxy = await startTcpProxy({ port: server.port });
    proxy.pause();
    const aborting = new AbortController();
    const opening = sourceOf({ type: 'postgres', url: through(server.url, proxy.port) }, '/', aborting.signal);
    setTimeout(() => aborting.abort(), 100);
    await assert.rejects(opening, { code: 'interrupted' });
  });

  for (const way of ['copy', 'rows'] as const) {
    it(`R2 a connection that is cut in the middle is an error that may pass, and the source connects anew (${way})`, async () => {
      const server = await sharedPostgres();
      await using proxy = await startTcpProxy({ port: server.port });
      await using source = await sourceOf({ type: 'postgres', url: through(server.url, proxy.port) });
      const read = async (query: typeof ENDLESS) =>
        way === 'rows'
          ? await rowsOf(source.rows(query, SIGNAL))
          : await bytesOf(await source.copy(query, CSV, SIGNAL));
      proxy.cutAfter('down', 3_000_000);
      await assert.rejects(read(ENDLESS), { code: 'source-connection-lost' });
      assert.ok(mayPass('source-connection-lost'));
      assert.ok((await read(queryOf("select '1', '2'"))).length > 0);
    });

    it(`R2 a server that is stopped in the middle (${way})`, async () => {
      const server = await startPostgres({ version: 18 });
      try {
        await using source = await sourceOf({ type: 'postgres', url: server.url });
        const parts = way === 'rows' ? source.rows(ENDLESS, SIGNAL) : (await source.copy(ENDLESS, CSV, SIGNAL))?.bytes;
        const reading = async () => {
          let _stopping: Promise<void> | undefined;
          for await (const _ of parts ?? []) _stopping ??= server.stop();
        };
        await assert.rejects(reading, { code: 'source-connection-lost' });
        await assert.rejects(rowsOf(source.rows(ENDLESS, SIGNAL)), { code: 'source-unreachable' });
      } finally {
        await server.stop();
      }
    });
  }

  it('Q3 an abort does not wait for a server that has fallen silent', async () => {
    const server = await sharedPostgres();
    await using proxy = await startTcpProxy({ port: server.port });
    await using source = await sourceOf({ type: 'postgres', url: through(server.url, proxy.port) });
    const aborting = new AbortController();
    const reading = rowsOf(source.rows(ENDLESS, aborting.signal));
    setTimeout(() => {
      proxy.pause();
      aborting.abort();
    }, 200);
    const begin = performance.now();
    await assert.rejects(reading, { code: 'interrupted' });
    assert.ok(performance.now() - begin < 12_000);
    proxy.restore();
  });

  it('Q3 a server without a free place is busy, which may pass', async () => {
    const server = await sharedPostgres();
    const url = await server.createDatabase();
    const name = new URL(url).pathname.slice(1);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`alter database ${pg.escapeIdentifier(name)} connection limit 0`);
    await client.query("create role limited login password 'x'");
    await client.end();
    const limited = new URL(url);
    limited.username = 'limited';
    limited.password = 'x';
    await rejectsWith({ url: limited.href }, 'source-busy');
    assert.ok(mayPass('source-busy'));
  });
});

describe('Q2 sources: PostgreSQL over TLS', () => {
  const server = startPostgres.bind(undefined, { version: 18 });
  let started: Awaited<ReturnType<typeof server>>;
  let folder: Awaited<ReturnType<typeof tempFolder>>;

  before(async () => {
    [started, folder] = await Promise.all([server(), tempFolder()]);
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder.path, stdio: 'ignore' });
    const certificate = (name: string, subject: string, more: string[]) =>
      openssl(
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.crt`,
        '-subj',
        `/CN=${subject}`,
        ...more,
      ); // prettier-ignore
    certificate('server', 'localhost', ['-addext', 'subjectAltName=DNS:localhost']);
    certificate('other', 'localhost', []);
    const client = new pg.Client({ connectionString: started.url });
    client.on('error', () => {});
    await client.connect();
    const [{ data_directory: data }] = (await client.query('show data_directory')).rows;
    for (const name of ['server.key', 'server.crt']) {
      const made = await client.query('select lo_from_bytea(0, $1) as id', [await readFile(folder.join(name))]);
      await client.query('select lo_export($1, $2)', [made.rows[0].id, `${data}/${name}`]);
    }
    await client.query(`copy (select 1) to program 'chmod 600 ${data}/server.key'`);
    await client.query('alter system set ssl = on');
    await client.query('select pg_reload_conf()');
    await client.end();
  });
  after(async () => {
    await started.stop();
    await folder.remove();
  });

  const encrypted = queryOf('select ssl::text, version from pg_stat_ssl where pid = pg_backend_pid()');
  const connect = (mode: string | undefined, host: string, ca?: string) =>
    sourceOf(
      {
        type: 'postgres',
        url: `${through(started.url, started.port, host)}${mode ? `?sslmode=${mode}` : ''}`,
        ...(ca && { ca }),
      },
      folder.path,
    );

  const works: readonly [mode: string, host: string, ca?: string][] = [
    ['prefer', '127.0.0.1'],
    ['require', '127.0.0.1'],
    ['require', '127.0.0.1', 'server.crt'],
    ['verify-ca', '127.0.0.1', 'server.crt'],
    ['verify-full', 'localhost', 'server.crt'],
  ];
  for (const [mode, host, ca] of works)
    it(`${mode} to ${host} with ${ca ?? 'no authority'} is encrypted`, async () => {
      await using source = await connect(mode, host, ca);
      assert.equal((await rowsOf(source.rows(encrypted, SIGNAL)))[0]?.[0], 'true');
      const stream = await source.copy(ENDLESS, CSV, SIGNAL);
      let seen = 0;
      for await (const chunk of stream?.bytes ?? []) {
        seen += chunk.length;
        if (seen > 20_000_000) break;
      }
      assert.equal((await rowsOf(source.rows(encrypted, SIGNAL)))[0]?.[0], 'true');
    });

  const refused: readonly [mode: string, host: string, ca?: string][] = [
    ['verify-full', '127.0.0.1', 'server.crt'],
    ['verify-full', 'localhost'],
    ['verify-full', 'localhost', 'other.crt'],
    ['verify-ca', '127.0.0.1', 'other.crt'],
    ['require', '127.0.0.1', 'other.crt'],
  ];
  for (const [mode, host, ca] of refused)
    it(`${mode} to ${host} with ${ca ?? 'no authority'} refuses the certificate`, async () => {
      await assert.rejects(connect(mode, host, ca), { code: 'source-tls' });
      assert.equal(mayPass('source-tls'), false);
    });

  it('disable is not encrypted; verify-ca needs an authority; a missing one is named', async () => {
    await using source = await connect('disable', '127.0.0.1');
    assert.equal((await rowsOf(source.rows(encrypted, SIGNAL)))[0]?.[0], 'false');
    await assert.rejects(connect('verify-ca', '127.0.0.1'), { code: 'source-settings' });
    await assert.rejects(connect('verify-ca', '127.0.0.1', 'none.crt'), { code: 'source-file-missing' });
  });

  it('a server without TLS: prefer does without, require does not', async () => {
    const plain = await sharedPostgres();
    const url = (mode: string) => `${plain.url}?sslmode=${mode}`;
    await using source = await sourceOf({ type: 'postgres', url: url('prefer') });
    assert.equal((await rowsOf(source.rows(encrypted, SIGNAL)))[0]?.[0], 'false');
    await assert.rejects(sourceOf({ type: 'postgres', url: url('require') }), { code: 'source-tls' });
  });
});
