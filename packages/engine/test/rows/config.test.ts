import assert from 'node:assert/strict';
import { z } from 'zod';
import { classified, duckdbProblem, durationInWords, type Endpoint, postgresProblem } from '../../src/rows/classify.ts';
import { mayPass, sourceSchema, sourcesSchema } from '../../src/rows/index.ts';

describe('K2 sources: how they are written', () => {
  it('takes what the language shows', () => {
    const sources = sourcesSchema.parse({
      demo: { type: 'duckdb', file: 'data/demo.duckdb' },
      crm: { type: 'postgres', url: 'postgres://u@h/db', timezone: 'Europe/Vienna', concurrency: 4, timeout: '2 h' },
      lake: {
        type: 'trino',
        url: 'https://trino.example:8443',
        user: 'waybill',
        password: 'x',
        catalog: 'lake',
        schema: 'loyalty',
      },
      files: {
        type: 'duckdb',
        files: { sales: ['a/*.parquet', 'b.csv'], people: 'p.json.gz' },
        memory: '1.5 GB',
        threads: 2,
      },
      folder: { type: 'duckdb', folder: 'data', timeout: '30 min' },
    });
    assert.equal(sources.demo?.timeout, 7_200_000);
    assert.equal(sources.crm?.timeout, 7_200_000);
    assert.equal(sources.folder?.timeout, 1_800_000);
    assert.equal(sources.demo?.type === 'duckdb' && sources.demo.memory, '512 MB');
  });

  it('refuses what cannot be meant', () => {
    const wrong: object[] = [
      { type: 'duckdb' },
      { type: 'duckdb', file: 'a', folder: 'b' },
      { type: 'duckdb', file: 'a', memory: 'much' },
      { type: 'duckdb', files: { a: 'a.txt' } },
      { type: 'duckdb', files: { a: [] } },
      { type: 'duckdb', file: 'a', threads: 0 },
      { type: 'postgres' },
      { type: 'postgres', url: 'mysql://h/db' },
      { type: 'postgres', host: 'h', ssl: 'yes' },
      { type: 'postgres', host: 'h', timeout: '0 s' },
      { type: 'postgres', host: 'h', timeout: '1 month' },
      { type: 'postgres', host: 'h', timeout: '60 days' },
      { type: 'postgres', host: 'h', timezone: 'Vienna' },
      { type: 'postgres', host: 'h', sslmode: 'require' },
      { type: 'trino', url: 'https://h', user: 'u', catalog: 'c' },
      { type: 'trino', url: 'ftp://h', user: 'u', catalog: 'c', schema: 's' },
      { type: 'oracle' },
    ];
    for (const written of wrong) assert.equal(sourceSchema.safeParse(written).success, false, JSON.stringify(written));
    assert.equal(sourcesSchema.safeParse({ 'a b': { type: 'duckdb', file: 'a' } }).success, false);
  });

  it('V8 is a JSON Schema in which every key is described', () => {
    const schema = z.toJSONSchema(sourceSchema, { io: 'input' }) as {
      oneOf?: { properties: Record<string, { description?: string }> }[];
    };
    const kinds = schema.oneOf ?? [];
    assert.equal(kinds.length, 3);
    for (const kind of kinds)
      for (const [key, { description }] of Object.entries(kind.properties))
        assert.ok(description, `${key} is not described`);
  });
});

describe('R2 sources: what an error of a database means', () => {
  const at: Endpoint = { source: 'crm', where: 'db:5432', user: 'anna', database: 'loyalty', timeout: 5_400_000 };
  const cases: readonly [
    error: { code?: string; message: string },
    connected: boolean,
    code: string,
    passes: boolean,
  ][] = [
    [{ code: 'ECONNREFUSED', message: 'x' }, false, 'source-unreachable', true],
    [{ code: 'ENOTFOUND', message: 'x' }, false, 'source-unreachable', true],
    [{ message: 'timeout expired' }, false, 'source-unreachable', true],
    [{ message: 'Connection terminated unexpectedly' }, false, 'source-unreachable', true],
    [{ code: '57P03', message: 'the database system is starting up' }, false, 'source-unreachable', true],
    [{ code: '28P01', message: 'password authentication failed' }, false, 'source-login-refused', false],
    [{ code: '28000', message: 'no pg_hba.conf entry' }, false, 'source-login-refused', false],
    [
      { message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' },
      false,
      'source-login-refused',
      false,
    ],
    [{ code: '3D000', message: 'x' }, false, 'source-database-unknown', false],
    [{ code: '53300', message: 'too many clients' }, false, 'source-busy', true],
    [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: 'x' }, false, 'source-tls', false],
    [{ code: 'ECONNRESET', message: 'x' }, true, 'source-connection-lost', true],
    [{ message: 'Connection terminated unexpectedly' }, true, 'source-connection-lost', true],
    [{ code: '57P01', message: 'x' }, true, 'source-connection-lost', true],
    [{ code: '57014', message: 'x' }, true, 'source-timeout', false],
    [{ code: '40001', message: 'x' }, true, 'source-conflict', true],
    [{ code: '40P01', message: 'x' }, true, 'source-conflict', true],
    [{ code: '55P03', message: 'x' }, true, 'source-conflict', true],
    [{ code: '53100', message: 'x' }, true, 'source-disk-full', true],
    [{ code: '53200', message: 'x' }, true, 'source-out-of-memory', true],
    [{ code: '42P01', message: 'x' }, true, 'source-table-missing', false],
    [{ code: '42703', message: 'x' }, true, 'source-column-missing', false],
    [{ code: '42501', message: 'x' }, true, 'source-permission', false],
    [{ code: '25006', message: 'x' }, true, 'source-permission', false],
    [{ code: '42601', message: 'x' }, true, 'source-sql', false],
    [{ code: '42883', message: 'x' }, true, 'source-sql', false],
    [{ code: '22P02', message: 'x' }, true, 'source-value', false],
    [{ code: '22012', message: 'x' }, true, 'source-value', false],
    [{ code: 'XX000', message: 'x' }, true, 'source-failed', false],
  ];
  for (const [error, connected, code, passes] of cases)
    it(`${error.code ?? error.message}${connected ? '' : ' while connecting'} is ${code}`, () => {
      const found = postgresProblem(error, at, connected);
      assert.equal(found.code, code);
      assert.equal(mayPass(found.code), passes);
      assert.equal(classified(found, error).code, code);
    });

  const duckdb: readonly [message: string, path: string | undefined, code: string][] = [
    ['IO Error: Could not set lock on file "/x": Conflicting lock is held', '/x', 'source-locked'],
    ['IO Error: Cannot open database "/x" in read-only mode: database does not exist', '/x', 'source-file-missing'],
    ['IO Error: The file "/x" exists, but it is not a valid DuckDB database file!', '/x', 'source-file-unreadable'],
    ['Out of Memory Error: could not allocate block of size 256.0 KiB', undefined, 'source-out-of-memory'],
    ['IO Error: Could not write file "/t": No space left on device', undefined, 'source-disk-full'],
    ['Catalog Error: Table with name nope does not exist!\nDid you mean "pg_enum"?', undefined, 'source-table-missing'],
    ['Binder Error: Referenced column "nope" not found in FROM clause!', undefined, 'source-column-missing'],
    ["Conversion Error: Could not convert string 'a' to INT32", undefined, 'source-value'],
    ['Parser Error: syntax error at or near "selec"', undefined, 'source-sql'],
    ['INTERRUPT Error: Interrupted!', undefined, 'source-timeout'],
    ['INTERNAL Error: broken', undefined, 'source-failed'],
  ];
  for (const [message, path, code] of duckdb)
    it(`DuckDB's "${message.split('\n')[0]}" is ${code}`, () =>
      assert.equal(duckdbProblem(message, at, path).code, code));

  it('Q2 the excerpt of the query is not repeated, as it may hold values', () => {
    const { message } = duckdbProblem(
      "Conversion Error: bad\n\nLINE 1: select * where email = 'anna@example.com'\n   ^",
      at,
      undefined,
    );
    assert.ok(!message.includes('anna@example.com'));
    assert.match(message, /bad$/);
  });

  it('lengths of time are said as people write them', () => {
    assert.deepEqual([7_200_000, 5_400_000, 90_000, 1500].map(durationInWords), ['2 h', '90 min', '90 s', '1500 ms']);
  });
});
