import assert from 'node:assert/strict';
import { ROUTES, type RouteName, type RouteSpec } from '@waybill/api';
import fc from 'fast-check';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { closeServed, refusal, type Served, serve } from './served.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\nwindow: {by: event_date, previous: day}\n';

eachStore('requests', open => {
  let served: Served;
  let token: string;
  beforeEach(async () => {
    served = await serve({ store: await open() });
    token = await served.token('admin');
  });
  afterEach(closeServed);
  afterEach(closeServices);

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    served.ask(path, {
      token,
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const get = (path: string) => served.ask(path, { token });

  it('C2: what is wrong with a query is told at its parameter, with the nearest right word', async () => {
    const answer = await refusal(await get('/v1/exports?statuss=active&sort=nam&limit=1000&order=desc'));
    assert.equal(answer.status, 400);
    assert.equal(answer.contentType, 'application/problem+json; charset=utf-8');
    assert.deepEqual(answer.problems.map(p => [p.code, p.place?.path, p.suggestions?.[0]]).sort(), [
      ['unknown-key', 'statuss', 'status'],
      ['wrong-value', 'limit', undefined],
      ['wrong-value', 'sort', 'name'],
    ]);
    assert.match(
      answer.problems.find(p => p.place?.path === 'limit')?.message ?? '',
      /1000 is not a (whole )?number from 1 to 200/,
    );
  });

  it('C2: what is wrong with a body is told at its key, all of it at once', async () => {
    const answer = await refusal(await post('/v1/exports', { txt: 'x', dryRun: 'yes', note: 7 }));
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.problems.map(p => [p.code, p.place?.path]).sort(), [
      ['unknown-key', 'txt'],
      ['wrong-type', 'dryRun'],
    ]);
    const note = await refusal(await post('/v1/exports', { text: 'x', note: 7 }));
    assert.deepEqual(
      [note.status, note.code, note.problems[0]?.place?.path, note.problems[0]?.expected],
      [400, 'wrong-type', 'note', 'text in quotes'],
    );
  });

  it('C2: a key that every object inherits is as unknown as any other', async () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const body = await refusal(await post('/v1/exports', `{"text": "x", "${key}": 1}`));
      assert.deepEqual([body.status, body.code, body.problems[0]?.place?.path], [400, 'unknown-key', key]);
      const query = await refusal(await get(`/v1/exports?${key}=1`));
      assert.deepEqual([query.status, query.code], [400, 'unknown-key'], key);
    }
  });

  it('D1 C2: an export of nothing but dots cannot be, since no address could name it', async () => {
    for (const name of ['.', '..']) {
      const answer = await refusal(await post('/v1/exports', { text: peopleExport('', '[id]', name) }));
      assert.deepEqual([answer.status, answer.problems[0]?.place?.path], [422, 'name'], name);
    }
  });

  it('C2 Q3: a body that is no JSON, of another type, nested too deeply, or too large is refused as such', async () => {
    const said = async (response: Promise<Response>) => {
      const { status, code, detail } = await refusal(await response);
      return `${status} ${code}: ${detail}`;
    };
    assert.match(
      await said(post('/v1/exports', '{"text": ')),
      /^400 request-not-json: .*(ends too early|character 10)/,
    );
    assert.match(
      await said(post('/v1/exports', '{"text": hunter2}')),
      /^400 request-not-json: .*(character 10|does not know)/,
    );
    assert.doesNotMatch(await said(post('/v1/exports', '{"text": hunter2}')), /hunter2/);
    assert.match(await said(post('/v1/exports', 'text', { 'content-type': 'text/yaml' })), /^415 request-not-json/);
    assert.match(await said(post('/v1/exports', '['.repeat(500_000))), /^400 request-not-json: .*nested/);
    assert.match(await said(post('/v1/exports', ' '.repeat(2_097_153))), /^413 request-too-large: .*2097152/);
    assert.match(await said(post('/v1/exports', '[]')), /^400 wrong-type/);
  });

  it('C2 Q2: a text that no database can hold is refused where it stands', async () => {
    const answer = await refusal(await post('/v1/drafts', { kind: 'create', title: 'a', body: { deep: ['x\0'] } }));
    assert.deepEqual(
      [answer.status, answer.code, answer.problems[0]?.place?.path],
      [400, 'nul-character', 'body.deep[0]'],
    );
    assert.equal((await get('/v1/exports?search=%00')).status, 400);
    assert.equal((await get('/v1/exports/%00')).status, 400);
  });

  it('C2: an address that is not there is 404, one that takes other methods 405, one that is no address 400', async () => {
    const nowhere = await refusal(await get('/v1/nothing'));
    assert.deepEqual([nowhere.status, nowhere.code], [404, 'unknown-address']);
    const method = await served.ask('/v1/exports', { token, method: 'PUT' });
    assert.equal(method.headers.get('allow'), 'GET, HEAD, POST');
    assert.deepEqual([method.status, (await refusal(method)).code], [405, 'method-not-allowed']);
    const health = await served.ask('/health', { method: 'POST' });
    assert.deepEqual([health.status, health.headers.get('allow')], [405, 'GET, HEAD']);
    assert.equal(health.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal((await served.ask('/v1/exports', { method: 'PUT' })).status, 401);
    assert.equal((await refusal(await get('/v1/exports/%ZZ'))).code, 'request-malformed');
  });

  it('C2: HEAD answers what GET would, without the body, and with the same rights', async () => {
    const client = await served.client('editor');
    const { run } = await client.deployExport({ body: { text: peopleExport('deliver: {to: share}\n') } });
    await served.service.work();
    const { files } = await client.getRun({ params: { id: run ?? '' } });
    const file = `/v1/runs/${run}/files/${files[0]?.name}`;
    const paths = ['/health', '/ready', '/openapi.json', '/docs', '/v1/exports', '/v1/exports/people', file];
    for (const path of [...paths, `/v1/runs/${run}/events`]) {
      const head = await served.ask(path, { token, method: 'HEAD' });
      assert.deepEqual([head.status, await head.text()], [200, ''], path);
      if (!paths.includes(path)) continue;
      const whole = await get(path);
      for (const name of ['content-type', 'content-length', 'etag']) {
        assert.equal(head.headers.get(name), whole.headers.get(name), `${name} of ${path}`);
      }
      await whole.text();
    }
    assert.equal((await served.ask('/v1/exports', { method: 'HEAD' })).status, 401);
    assert.equal((await served.ask('/v1/nothing', { token, method: 'HEAD' })).status, 404);
    const admin = await served.client('admin');
    const downloads = await admin.listAudit({ query: { action: 'run.download' } });
    assert.equal(downloads.items.length, 1, 'HEAD is no download');
  });

  it('C2: names in addresses may hold anything that a name may', async () => {
    const client = await served.client('editor');
    for (const name of ['Täglich: 50% & mehr?', '日次 売上 #1', "a'b;c+d=e", '…'.repeat(100)]) {
      await client.deployExport({ body: { text: peopleExport(DAILY, '[id]', JSON.stringify(name)) } });
      assert.equal((await client.getExport({ params: { name } })).name, name);
      assert.equal((await client.pauseExport({ params: { name } })).status, 'inactive');
    }
    assert.equal((await client.listExports()).items.length, 4);
  });

  it('C2: every answer of the contract leads to the page about its code', async () => {
    const answer = await refusal(await get('/v1/exports/none'));
    assert.deepEqual([answer.status, answer.code, answer.type], [404, 'unknown-export', '/docs/errors#unknown-export']);
    const page = await (await served.ask('/docs/errors')).text();
    assert.match(page, /id="unknown-export"/);
  });

  it('C2 Q2: whatever is garbled is refused, and never met as a fault', async () => {
    const client = await served.client('admin');
    await client.deployExport({ body: { text: peopleExport(DAILY) } });
    const { items } = await client.listAudit({ query: { limit: 1 } });
    assert.equal(items.length, 1);
    const { next } = await client.listTokens({ query: { limit: 1 } });
    assert.ok(next);
    const garbled = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom('..', '.', '%', '%00', '{}', 'null', '-1', '9'.repeat(400), next, `${next}x`, next.slice(1)),
    );
    const routes = (Object.keys(ROUTES) as RouteName[]).filter(name => !('stream' in ROUTES[name]));
    const json = fc.json({ maxDepth: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.array(garbled, { minLength: 3, maxLength: 3 }),
        fc.dictionary(fc.constantFrom('cursor', 'limit', 'since', 'search', 'from', 'sort'), garbled, { maxKeys: 3 }),
        fc.oneof(
          json,
          garbled,
          json.map(text => text.slice(0, -1)),
        ),
        async (name, [a = '', b = '', key = ''], query, body) => {
          const spec: RouteSpec = ROUTES[name];
          const values = [a, b].map(text => encodeURIComponent(text.toWellFormed() || 'x'));
          const path = spec.path.replaceAll(/\{\w+\}/g, () => values.pop() ?? 'x');
          const search = new URLSearchParams();
          for (const [k, v] of Object.entries(query)) search.set(k, v.toWellFormed());
          const response = await served.ask(`${path}?${search}`, {
            token,
            method: spec.method,
            headers: {
              'content-type': 'application/json',
              ...(/^[\x21-\x7e]+$/.test(key) ? { 'idempotency-key': key } : {}),
            },
            ...(spec.method === 'GET' ? {} : { body: body.toWellFormed() }),
          });
          const text = await response.text();
          assert.ok(response.status < 500, `${spec.method} ${path}?${search}: ${response.status} ${text}`);
        },
      ),
      { numRuns: 300 },
    );
  });
});
