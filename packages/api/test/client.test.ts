import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { ApiError, createClient, type RunEvent, ServiceUnreachable } from '@waybill/api';
import { freePort } from '../../../test/support/free-port.ts';
import { waitFor } from '../../../test/support/wait-for.ts';
import { unreachable } from '../src/client/errors.ts';
import { waitBeforeRetry } from '../src/client/retry.ts';
import { answerJson, answerProblem, fakeService } from './fake-service.ts';

const ME = {
  name: 'Anna',
  role: 'admin',
  onBehalfOf: null,
  version: '1',
  brand: 'Test',
  timezone: 'UTC',
  zoneData: '2026a',
};
const SECRET = { name: 'a', updatedAt: '2026-12-01T00:00:00Z', updatedBy: 'Anna' };
const putSecret = { params: { name: 'a' }, body: { value: 'x' } };

const failure = async (work: Promise<unknown>): Promise<ApiError | ServiceUnreachable> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError || error instanceof ServiceUnreachable) return error;
    throw error;
  }
  throw new Error('it did not fail');
};

describe('the client', () => {
  it('C2: says who asks, from what, for whom, in any script', async () => {
    await using service = await fakeService((_, response) => answerJson(response, ME));
    const client = createClient({
      url: `${service.url}/`,
      token: 'wb_x',
      via: 'slack',
      onBehalfOf: { id: 'slack:U1', name: 'Łukasz 漢', role: 'viewer' },
    });
    assert.deepEqual(await client.whoami(), ME);
    await client.whoami({}, { onBehalfOf: { id: 'slack:U2', name: 'Eve' } });
    const [first, second] = service.asked;
    assert.equal(first?.headers.authorization, 'Bearer wb_x');
    assert.equal(first?.headers['waybill-via'], 'slack');
    assert.equal(first?.headers['waybill-on-behalf-of'], 'slack%3AU1 %C5%81ukasz%20%E6%BC%A2 viewer');
    assert.equal(second?.headers['waybill-on-behalf-of'], 'slack%3AU2 Eve');
    assert.equal(first?.headers['idempotency-key'], undefined);
  });

  it('C2: names in addresses arrive as they are; what would be another address is refused', async () => {
    await using service = await fakeService((_, response) => answerProblem(response, 404, 'unknown-export'));
    const client = createClient({ url: `${service.url}/behind/proxy` });
    await failure(client.getExport({ params: { name: 'a/b ?#%ä' } }));
    await failure(client.listExports({ query: { search: 'a&b=c', limit: 5 } }));
    assert.deepEqual(
      service.asked.map(asked => asked.url),
      ['/behind/proxy/v1/exports/a%2Fb%20%3F%23%25%C3%A4', '/behind/proxy/v1/exports?search=a%26b%3Dc&limit=5'],
    );
    for (const name of ['', '.', '..'])
      await assert.rejects(async () => client.getExport({ params: { name } }), { code: 'wrong-argument' });
  });

  it('C2: a change that broke off is sent again with the same key, and so done once', async () => {
    await using service = await fakeService((_, response, count) => {
      if (count === 1) response.destroy();
      else if (count === 2) answerProblem(response, 503, 'service-stopping', { 'retry-after': '0' });
      else if (count === 3) answerProblem(response, 409, 'request-in-progress');
      else answerJson(response, SECRET);
    });
    const client = createClient({ url: service.url });
    assert.deepEqual(await client.putSecret(putSecret), SECRET);
    const keys = service.asked.map(asked => asked.headers['idempotency-key']);
    assert.equal(keys.length, 4);
    assert.equal(new Set(keys).size, 1);
    assert.match(String(keys[0]), /^[0-9a-f-]{36}$/);
    await client.putSecret(putSecret);
    assert.notEqual(service.asked.at(-1)?.headers['idempotency-key'], keys[0]);
    await client.putSecret(putSecret, { idempotencyKey: 'click-1' });
    assert.equal(service.asked.at(-1)?.headers['idempotency-key'], 'click-1');
  });

  it('C2: what must not be done twice is not sent again when nobody knows what became of it', async () => {
    await using service = await fakeService((_, response) => response.destroy());
    const client = createClient({ url: service.url });
    const error = await failure(client.createToken({ body: { name: 'x', role: 'viewer' } }));
    assert.ok(error instanceof ServiceUnreachable && error.reason === 'broken');
    assert.equal(service.asked.length, 1);
  });

  it('C2 Q3: a client that asks too fast waits as long as it is told', async () => {
    await using service = await fakeService((_, response, count) =>
      count === 1 ? answerProblem(response, 429, 'rate-limited', { 'retry-after': '1' }) : answerJson(response, ME),
    );
    const began = performance.now();
    await createClient({ url: service.url }).whoami();
    assert.ok(performance.now() - began >= 1000);
    assert.equal(service.asked.length, 2);
  });

  it('C2: when a call is made again is decided by what went wrong', () => {
    const api = (status: number, code: string, retryAfter?: number) =>
      new ApiError({ type: '', title: '', status, detail: '', code, requestId: '', problems: [] }, retryAfter);
    const lost = (reason: ServiceUnreachable['reason']) => unreachable(reason, 'http://x', '');
    const table = [
      [api(429, 'rate-limited', 2), true, 1, 2000],
      [api(429, 'rate-limited', 2), false, 1, 2000],
      [api(429, 'rate-limited', 100), true, 1, undefined],
      [api(503, 'service-stopping'), false, 2, 600],
      [api(503, 'store-away'), true, 1, 200],
      [api(503, 'store-away'), false, 1, undefined],
      [api(409, 'request-in-progress'), true, 3, 1800],
      [api(409, 'request-in-progress'), true, 4, undefined],
      [api(409, 'revision-conflict'), true, 1, undefined],
      [api(422, 'wrong-value'), true, 1, undefined],
      [api(500, 'internal-fault'), true, 1, undefined],
      [lost('broken'), true, 1, 200],
      [lost('broken'), false, 1, undefined],
      [lost('unavailable'), true, 1, 200],
      [lost('unavailable'), false, 1, undefined],
      [lost('refused'), false, 1, 200],
      [lost('refused'), true, 3, undefined],
      [lost('timeout'), true, 1, undefined],
      [lost('unknown-host'), true, 1, undefined],
      [lost('certificate'), true, 1, undefined],
      [lost('not-waybill'), true, 1, undefined],
    ] as const;
    for (const [error, repeatable, attempt, wait] of table) {
      const said = `${error.message} ${'code' in error ? error.code : error.reason} ${repeatable} ${attempt}`;
      assert.equal(waitBeforeRetry({ error, repeatable, attempt }), wait, said);
    }
  });

  it('C2: what the service refuses is an error with its problems', async () => {
    await using service = await fakeService((_, response) => answerProblem(response, 404, 'unknown-run'));
    const error = await failure(createClient({ url: service.url }).getRun({ params: { id: 'x' } }));
    assert.ok(error instanceof ApiError);
    assert.deepEqual(
      [error.status, error.code, error.message, error.problems[0]?.fix, error.requestId],
      [404, 'unknown-run', 'It is unknown-run.', 'Do otherwise.', 'req_1'],
    );
  });

  it('C2 L6: a service that gives no answer is a plain sentence, whatever the reason', async () => {
    const reasonOf = async (url: string, timeout = 5000) => {
      const error = await failure(createClient({ url, timeout }).whoami());
      assert.ok(error instanceof ServiceUnreachable, String(error));
      assert.match(error.message, /^[A-Z].*\.$/);
      assert.match(error.fix, /^[A-Z].*\.$/);
      assert.ok(error.message.includes(url));
      return error.reason;
    };
    assert.equal(await reasonOf(`http://127.0.0.1:${await freePort()}`), 'refused');
    assert.equal(await reasonOf('http://no-such-host.invalid'), 'unknown-host');
    const cases = [
      ['timeout', () => {}],
      ['not-waybill', response => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
      ['not-waybill', response => response.writeHead(404).end('nothing here')],
      ['not-waybill', response => response.writeHead(302, { location: 'https://elsewhere.example/' }).end()],
      ['not-waybill', response => answerJson(response, { ...ME, role: 'chief' })],
      ['unavailable', response => response.writeHead(502).end('<html>bad gateway')],
      ['broken', response => response.destroy()],
      [
        'broken',
        response => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('{"name":');
          setImmediate(() => response.destroy());
        },
      ],
    ] as const satisfies readonly (readonly [string, (response: import('node:http').ServerResponse) => void])[];
    for (const [reason, answer] of cases) {
      await using service = await fakeService((_, response) => answer(response));
      assert.equal(await reasonOf(service.url, reason === 'timeout' ? 200 : 5000), reason);
    }
  });

  it('C2: a caller who gives up is let go at once, with its own reason', async () => {
    await using service = await fakeService(() => {});
    const stop = new AbortController();
    const call = createClient({ url: service.url }).whoami({}, { signal: stop.signal });
    await waitFor('the request', () => service.asked.length > 0);
    stop.abort(new Error('enough'));
    await assert.rejects(call, { message: 'enough' });
  });

  it('C2: answers of a newer service, which say more, are understood', async () => {
    await using service = await fakeService((_, response) => answerJson(response, { ...ME, mood: 'fine' }));
    assert.deepEqual(await createClient({ url: service.url }).whoami(), ME);
  });

  it('R5: a download that breaks off is an error, never a shorter file', async () => {
    await using service = await fakeService((asked, response) => {
      response.writeHead(200, { 'content-length': '10', etag: `"${'a'.repeat(64)}"`, 'content-type': 'text/csv' });
      if (asked.url.endsWith('whole')) return void response.end('0123456789');
      response.write('01234');
      setImmediate(() => response.destroy());
    });
    const client = createClient({ url: service.url });
    const whole = await client.downloadFile({ params: { id: 'r', file: 'whole' } });
    assert.deepEqual(
      [whole.size, whole.sha256, whole.type, await text(whole.body)],
      [10, 'a'.repeat(64), 'text/csv', '0123456789'],
    );
    const half = await client.downloadFile({ params: { id: 'r', file: 'half' } });
    await assert.rejects(text(half.body));
  });

  it('C2: a watcher comes back after a break with the id of the last event, and gives up only in vain', async () => {
    const line = (seq: number) =>
      `id: ${seq}\nevent: log\ndata: ${JSON.stringify({ seq, at: '2026-12-01T00:00:00Z', level: 'info', message: `line ${seq}` })}\n\n`;
    await using service = await fakeService((_, response, count) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`retry: 1\n\n: hello\n\nevent: news\ndata: {}\n\n${line(count)}`);
      // The break takes half an event with it.
      response.write('id: 99\nevent: log\ndata: {"seq"');
      setImmediate(() => (count % 2 ? response.destroy() : response.end()));
    });
    const events: RunEvent[] = [];
    const stop = new AbortController();
    for await (const event of createClient({ url: service.url }).watchRun(
      { params: { id: 'r' } },
      { signal: stop.signal },
    )) {
      events.push(event);
      if (events.length === 3) stop.abort();
    }
    assert.deepEqual(
      events.map(event => event.id),
      ['1', '2', '3'],
    );
    assert.deepEqual(
      service.asked.map(asked => asked.headers['last-event-id']),
      [undefined, '1', '2'],
    );
  });
});
