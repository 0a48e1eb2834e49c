import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import pg from 'pg';
import { hasPostgres, type PostgresVersion, sharedPostgres, startPostgres } from './support/postgres.ts';
import { startTcpProxy } from './support/tcp-proxy.ts';
import { tempFolder, tempFolderOfProcess } from './support/temp-folder.ts';
import { waitFor } from './support/wait-for.ts';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

describe('test support: PostgreSQL', () => {
  for (const version of [18, 15] as const satisfies PostgresVersion[]) {
    if (!hasPostgres(version)) continue;

    it(`${version} starts, is asked, copies a template, and takes a password`, async () => {
      const server = await sharedPostgres(version);
      assert.match(String(await ask(server.url, 'show server_version')), new RegExp(`^${version}\\.`));
      assert.equal(await ask(server.url, 'show server_encoding'), 'UTF8');
      const name = `template_${version}`;
      const template = await server.createDatabase(name);
      await ask(template, "create table t as select 'Größe'::text as a");
      assert.equal(await ask(await server.createDatabase(undefined, { template: name }), 'select a from t'), 'Größe');
      const sorted = await server.createDatabase(undefined, { icuLocale: 'en-US' });
      assert.equal(await ask(sorted, "select 'b' < 'C'"), true);
      await assert.rejects(ask(server.url.replace(/:[^:@]*@/, ':wrong@'), 'select 1'), /password/);
    });
  }

  it('stop ends the server and removes its data', async () => {
    const server = await startPostgres({ version: 18 });
    const data = String(await ask(server.url, 'show data_directory'));
    assert.ok(existsSync(data));
    await server.stop();
    assert.ok(!existsSync(data));
    await assert.rejects(ask(server.url, 'select 1'));
  });
});

describe('test support: folders', () => {
  it('however many folders are made for a process, it listens once for its end', () => {
    tempFolderOfProcess();
    const before = process.listenerCount('exit');
    for (let i = 0; i < 12; i++) assert.ok(existsSync(tempFolderOfProcess()));
    assert.equal(process.listenerCount('exit'), before);
  });
});

describe('test support: TCP proxy', () => {
  let echo: Server;
  let port: number;
  before(async () => {
    echo = createServer(socket => {
      socket.on('error', () => {});
      socket.pipe(socket);
    });
    await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve));
    port = (echo.address() as AddressInfo).port;
  });
  after(() => echo.close());

  function talk(to: number) {
    const socket = connect({ port: to, host: '127.0.0.1' });
    const heard = { text: '', closed: false };
    socket.on('error', () => {});
    socket.on('close', () => {
      heard.closed = true;
    });
    socket.setEncoding('utf8').on('data', text => {
      heard.text += text;
    });
    return { socket, heard };
  }

  it('passes bytes on both ways and cuts after as many as told', async () => {
    await using proxy = await startTcpProxy({ port });
    const { socket, heard } = talk(proxy.port);
    socket.write('hello');
    await waitFor('the echo', () => heard.text === 'hello');
    proxy.cutAfter('up', 3);
    socket.write('world');
    await waitFor('the cut', () => heard.closed);
    assert.equal(proxy.passed.up, 8);
    const second = talk(proxy.port);
    second.socket.write('again');
    await waitFor('the echo', () => second.heard.text === 'again');
    assert.equal(proxy.accepted, 2);
  });

  it('pauses, goes on, refuses', async () => {
    await using proxy = await startTcpProxy({ port });
    const { socket, heard } = talk(proxy.port);
    socket.write('a');
    await waitFor('the echo', () => heard.text === 'a');
    proxy.pause();
    socket.write('b');
    await assert.rejects(waitFor('nothing', () => heard.text !== 'a', { timeout: 100 }));
    proxy.restore();
    await waitFor('the rest', () => heard.text === 'ab');
    proxy.refuse();
    const refused = talk(proxy.port);
    await waitFor('the refusal', () => refused.heard.closed);
    socket.write('c');
    await waitFor('the echo', () => heard.text === 'abc');
  });

  it('takes a half-closed connection to its end', async () => {
    await using proxy = await startTcpProxy({ port });
    const { socket, heard } = talk(proxy.port);
    socket.end('last words');
    await waitFor('the end', () => heard.closed);
    assert.equal(heard.text, 'last words');
  });
});

describe('test support: folders and waiting', () => {
  it('a temporary folder is gone when it is let go', async () => {
    let path: string;
    {
      await using folder = await tempFolder();
      path = folder.path;
      assert.ok(existsSync(path));
    }
    assert.ok(!existsSync(path));
  });

  it('waitFor says what it waited for and why the last look failed', async () => {
    const fail = () => {
      throw new Error('not yet');
    };
    await assert.rejects(waitFor('Godot', fail, { timeout: 30 }), (error: Error) => {
      assert.match(error.message, /Godot/);
      assert.match(String(error.cause), /not yet/);
      return true;
    });
  });
});
