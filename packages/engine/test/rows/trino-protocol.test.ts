import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { freePort } from '../../../../test/support/free-port.ts';
import { mayPass } from '../../src/rows/index.ts';
import { trinoProblem } from '../../src/rows/trino-problem.ts';
import { type TrinoFailure, TrinoQueryError } from '../../src/rows/trino-statement.ts';
import { queryOf, rowsOf, SIGNAL, sourceOf } from './support.ts';
import { type Answer, fakeTrino, LAKE, page, status } from './trino-support.ts';

const QUERY = queryOf('SELECT a, b FROM t');
const NEXT = 'https://elsewhere.example:8443/v1/statement/executing/1/x/1';

describe('K2 trino: settings', () => {
  const refused: readonly [what: string, more: object][] = [
    ['a password without https', { url: 'http://127.0.0.1:1', password: 'hunter2' }],
    ['a user in the url', { url: 'http://anna:hunter2@127.0.0.1:1' }],
    ['a name that no header can hold', { url: 'http://127.0.0.1:1', schema: 'größe' }],
  ];
  for (const [what, more] of refused)
    it(`Q2 ${what} is refused, and nothing of it repeated`, async () => {
      await assert.rejects(sourceOf({ ...LAKE, ...more }), error => {
        assert.ok(error instanceof Error && 'code' in error && error.code === 'source-settings', `${error}`);
        assert.ok(!error.message.includes('hunter2'));
        return true;
      });
    });

  it('a certificate authority that is not there is named', async () => {
    const written = { ...LAKE, url: 'https://127.0.0.1:1', ca: 'none.pem' };
    await assert.rejects(sourceOf(written), { code: 'source-file-missing' });
  });

  it('R2 a coordinator that is not there cannot be reached, which may pass', async () => {
    const written = { ...LAKE, url: `http://127.0.0.1:${await freePort()}` };
    await assert.rejects(sourceOf(written), { code: 'source-unreachable' });
  });
});

describe('K2 trino: the statement protocol', () => {
  const read = async (...answers: readonly Answer[]) => {
    await using server = await fakeTrino(...answers);
    await using source = await sourceOf({ ...LAKE, url: server.url });
    return { rows: await rowsOf(source.rows(QUERY, SIGNAL)), asked: server.asked.slice(1) };
  };

  it('says who asks, from where, in which zone and language', async () => {
    await using server = await fakeTrino(page([['1', null]]));
    await using source = await sourceOf({ ...LAKE, url: server.url });
    await rowsOf(source.rows({ ...QUERY, timezone: 'Asia/Kolkata' }, SIGNAL));
    const { method, path, headers, body } = server.asked.at(-1) ?? assert.fail();
    assert.deepEqual([method, path, body], ['POST', '/v1/statement', QUERY.sql]);
    const said = ['user', 'source', 'catalog', 'schema', 'time-zone', 'language'].map(
      name => headers[`x-trino-${name}`],
    );
    assert.deepEqual(said, ['anna', 'waybill', 'c', 's', 'Asia/Kolkata', 'en-US']);
    assert.equal(headers.authorization, undefined);
  });

  it('Q2 follows pages at its own address only, whatever host the coordinator names', async () => {
    const { rows, asked } = await read(page([['1', 'x']], NEXT), page([['2', null]]));
    assert.deepEqual(rows, [
      ['1', 'x'],
      ['2', null],
    ]);
    assert.deepEqual(
      asked.map(({ method, path }) => `${method} ${path}`),
      ['POST /v1/statement', 'GET /v1/statement/executing/1/x/1?targetResultSize=8MB'],
    );
  });

  it('Q2 an address that is none of the protocol’s is refused', async () => {
    await assert.rejects(read(page([], 'http://127.0.0.1/v1/query/1')), { code: 'source-failed' });
    await assert.rejects(read(page([], 'http://127.0.0.1/v1/statement/../../admin')), { code: 'source-failed' });
  });

  it('Q2 a redirect is not followed', async () => {
    await using other = await fakeTrino(page([]));
    await assert.rejects(read(status(307, '', { location: `${other.url}/v1/statement` })), { code: 'source-failed' });
    assert.equal(other.asked.length, 0);
  });

  it('R2 a page that was broken off is asked for again, and no row is lost or doubled', async () => {
    const broken: Answer = (_, response) => {
      response.writeHead(200).write('{"data": [["2"');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    };
    const { rows, asked } = await read(page([['1', 'x']], NEXT), broken, status(502), page([['2', 'y']]));
    assert.deepEqual(rows, [
      ['1', 'x'],
      ['2', 'y'],
    ]);
    assert.deepEqual(
      asked.map(({ method }) => method),
      ['POST', 'GET', 'GET', 'GET'],
    );
  });

  it('R2 a coordinator that is busy is asked again; a statement that may have begun is not sent twice', async () => {
    const { rows, asked } = await read(status(503), page([['1', 'x']]));
    assert.deepEqual([rows.length, asked.length], [1, 2]);
    await using server = await fakeTrino((_, response) => {
      response.socket?.resetAndDestroy();
    });
    await using source = await sourceOf({ ...LAKE, url: server.url });
    await assert.rejects(rowsOf(source.rows(QUERY, SIGNAL)), { code: 'source-connection-lost' });
    assert.equal(server.asked.length, 2);
  });

  const refusals: readonly [what: string, answer: Answer, code: string][] = [
    ['a wrong password', status(401, 'Access Denied: Invalid credentials'), 'source-login-refused'],
    ['a user who may not', status(403, 'Access Denied: User anna cannot impersonate'), 'source-permission'],
    ['a coordinator that was started anew', status(404, 'Query not found'), 'source-connection-lost'],
    ['a proxy that takes no long query', status(413, '<html>too large</html>'), 'source-query-too-long'],
    ['something else than Trino', status(404, '<html>nothing here</html>'), 'source-failed'],
    ['a web page', status(200, '<html>Sign in</html>'), 'source-failed'],
    ['a column that is no text', { columns: [{ name: 'n', type: 'bigint' }], data: [[1]] }, 'source-failed'],
  ];
  for (const [what, answer, code] of refusals)
    it(`R2 ${what}: ${code}`, async () => {
      await assert.rejects(read(answer), { code });
    });

  it('O6 an error after many rows is an error, not a short answer', async () => {
    const failing = { error: { message: 'Division by zero', errorName: 'DIVISION_BY_ZERO', errorType: 'USER_ERROR' } };
    await assert.rejects(read(page([['1', 'x']], NEXT), failing), { code: 'source-value' });
  });

  it('Q3 an abort does not wait for a coordinator that has fallen silent', async () => {
    await using server = await fakeTrino(page([['1', 'x']], NEXT), () => {});
    await using source = await sourceOf({ ...LAKE, url: server.url });
    const aborting = new AbortController();
    const reading = rowsOf(source.rows(QUERY, aborting.signal));
    setTimeout(() => aborting.abort(), 200);
    const begin = performance.now();
    await assert.rejects(reading, { code: 'interrupted' });
    assert.ok(performance.now() - begin < 8000);
    assert.deepEqual(server.asked.at(-1)?.method, 'DELETE');
  });

  it('Q2 only a SELECT is sent', async () => {
    await using server = await fakeTrino(page([]));
    await using source = await sourceOf({ ...LAKE, url: server.url });
    for (const sql of ['DROP TABLE t', '/* SELECT */ DELETE FROM t', 'EXECUTE x', 'CALL system.x()'])
      await assert.rejects(rowsOf(source.rows(queryOf(sql), SIGNAL)), { code: 'source-sql' }, sql);
    assert.equal(server.asked.length, 1);
  });

  it('Q2 the key of a hash is not sent; what the query marks is hashed here, and nothing that only looks like it', async () => {
    const marked = (statement: string) => /RETURN '([0-9a-f]{32})'\n/.exec(statement)?.[1] ?? '';
    let earlier = '';
    await using server = await fakeTrino((_, response) => {
      const mark = marked(server.asked.at(-1)?.body ?? '');
      assert.notEqual(mark, earlier);
      response.end(
        JSON.stringify(
          page([
            [`${mark}anna`, `${earlier}anna`],
            [null, `x${mark}`],
          ]),
        ),
      );
      earlier = mark;
    });
    await using source = await sourceOf({ ...LAKE, url: server.url });
    const key = Buffer.from('a key of the workspace');
    const query = queryOf(QUERY.sql, { sessionSecrets: { hash_key: key.toString('base64') } });
    const hash = createHmac('sha256', key).update('anna').digest('hex');
    assert.deepEqual((await rowsOf(source.rows(query, SIGNAL)))[0], [hash, 'anna']);
    const before = earlier;
    assert.deepEqual((await rowsOf(source.rows(query, SIGNAL)))[0], [hash, `${before}anna`]);
    const sent = JSON.stringify(server.asked);
    for (const text of [key.toString(), key.toString('base64'), key.toString('hex')]) assert.ok(!sent.includes(text));
  });
});

describe('K2 trino: what an error of a query means', () => {
  const at = { source: 'lake', where: 'trino:8443', user: 'anna', database: 'c.s', timeout: 5_400_000 };
  const cases: readonly [name: string, type: TrinoFailure['errorType'], code: string, passes: boolean][] = [
    ['SYNTAX_ERROR', 'USER_ERROR', 'source-sql', false],
    ['TYPE_MISMATCH', 'USER_ERROR', 'source-sql', false],
    ['TABLE_NOT_FOUND', 'USER_ERROR', 'source-table-missing', false],
    ['SCHEMA_NOT_FOUND', 'USER_ERROR', 'source-table-missing', false],
    ['CATALOG_NOT_FOUND', 'USER_ERROR', 'source-database-unknown', false],
    ['COLUMN_NOT_FOUND', 'USER_ERROR', 'source-column-missing', false],
    ['PERMISSION_DENIED', 'USER_ERROR', 'source-permission', false],
    ['DIVISION_BY_ZERO', 'USER_ERROR', 'source-value', false],
    ['INVALID_CAST_ARGUMENT', 'USER_ERROR', 'source-value', false],
    ['QUERY_TEXT_TOO_LARGE', 'USER_ERROR', 'source-query-too-long', false],
    ['ABANDONED_QUERY', 'USER_ERROR', 'source-connection-lost', true],
    ['GENERIC_INTERNAL_ERROR', 'INTERNAL_ERROR', 'source-failed', false],
    ['REMOTE_HOST_GONE', 'INTERNAL_ERROR', 'source-connection-lost', true],
    ['NO_NODES_AVAILABLE', 'INTERNAL_ERROR', 'source-busy', true],
    ['EXCEEDED_LOCAL_MEMORY_LIMIT', 'INSUFFICIENT_RESOURCES', 'source-out-of-memory', true],
    ['EXCEEDED_TIME_LIMIT', 'INSUFFICIENT_RESOURCES', 'source-timeout', false],
    ['QUERY_QUEUE_FULL', 'INSUFFICIENT_RESOURCES', 'source-busy', true],
    ['SOMETHING_NEW', 'INSUFFICIENT_RESOURCES', 'source-busy', true],
    ['HIVE_METASTORE_ERROR', 'EXTERNAL', 'source-behind', true],
  ];
  for (const [errorName, errorType, code, passes] of cases)
    it(`R2 ${errorName} is ${code}, which ${passes ? 'may pass' : 'does not pass by itself'}`, () => {
      const found = trinoProblem(new TrinoQueryError({ errorName, errorType, message: 'line 1:2: it says so' }), at);
      assert.deepEqual([found.code, mayPass(found.code)], [code, passes]);
      assert.ok(!found.message.includes('line 1:2'));
    });

  it('Q3 a limit of the coordinator’s own is named', () => {
    const message = 'Query exceeded the maximum run time limit of 5.00m';
    const error = new TrinoQueryError({
      errorName: 'EXCEEDED_TIME_LIMIT',
      errorType: 'INSUFFICIENT_RESOURCES',
      message,
    });
    assert.equal(trinoProblem(error, at).message, 'Source "lake" did not finish the query within 5.00m.');
  });
});
