import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { onceForKey } from '../../src/http/idempotency.ts';
import { closeServed, refusal, type Served, serve, serveService } from './served.ts';

const MINUTE = 60_000;
const DAILY = 'schedule: {daily: {hours: [6]}}\nwindow: {by: event_date, previous: day}\n';

eachStore('requests that are sent again', open => {
  let served: Served;
  let token: string;
  beforeEach(async () => {
    served = await serve({ store: await open() });
    token = await served.token('editor');
    const client = await served.client('editor');
    await client.deployExport({ body: { text: peopleExport(DAILY) } });
  });
  afterEach(closeServed);
  afterEach(closeServices);

  const run = (key: string, body: object = {}, as = token, headers: Record<string, string> = {}) =>
    served.ask('/v1/exports/people/run', {
      token: as,
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
    });
  const runs = () => served.service.store.db.run.count();

  it('C2: the same request with the same key is done once, and answered the same', async () => {
    const first = await run('k1');
    const again = await run('k1');
    assert.deepEqual([first.status, again.status], [202, 202]);
    assert.deepEqual(await again.json(), await first.json());
    assert.deepEqual(
      [first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')],
      [null, 'true'],
    );
    assert.equal(await runs(), 1);
    await run('k2');
    assert.equal(await runs(), 2);
    const admin = await served.client('admin');
    assert.equal((await admin.listAudit({ query: { action: 'run.request' } })).items.length, 2);
  });

  it('C2: a key that was sent with another request is refused; keys of another token are other keys', async () => {
    await run('k1');
    for (const response of [
      await run('k1', { skipChecks: true }),
      await served.ask('/v1/exports/people/pause', { token, method: 'POST', headers: { 'idempotency-key': 'k1' } }),
    ]) {
      assert.deepEqual([response.status, (await refusal(response)).code], [422, 'idempotency-key-reused']);
    }
    const other = await served.token('editor');
    assert.equal((await run('k1', {}, other)).status, 202);
    assert.equal(await runs(), 2);
  });

  it('C2: many at once with one key make one run; those that come too early are told to come again', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => run('k1')));
    const said = await Promise.all(
      answers.map(async answer => `${answer.status} ${((await answer.json()) as { code?: string }).code}`),
    );
    assert.deepEqual(new Set(said.filter(text => text !== '409 request-in-progress')), new Set(['202 undefined']));
    assert.equal(await runs(), 1);
  });

  it('C2 R2: a run whose answer was lost, since the database went away in between, is not asked for twice', async () => {
    const { service } = served;
    let cut = true;
    const away = new Proxy(service.store.db.run, {
      get: (target, name) => {
        if (name !== 'findUnique') return Reflect.get(target, name);
        return (request: never) => {
          if (!cut) return target.findUnique(request);
          cut = false;
          return Promise.reject(Object.assign(new Error('gone'), { code: 'P1001' }));
        };
      },
    });
    const db = new Proxy(service.store.db, { get: (of, name) => (name === 'run' ? away : Reflect.get(of, name)) });
    served = await serveService({ ...service, store: { ...service.store, db } });
    const lost = await run('k1');
    assert.deepEqual([lost.status, (await refusal(lost)).code], [503, 'store-away']);
    const again = await run('k1');
    assert.equal(again.status, 202);
    assert.equal(await runs(), 1);
    assert.equal((await run('k1')).headers.get('idempotent-replayed'), 'true');
    await run('k2');
    assert.equal(await runs(), 2);
    service.clock.step(25 * 60 * MINUTE);
    assert.equal((await run('k1')).status, 202);
    assert.equal(await runs(), 3);
  });

  it('C2: one that is being worked on is not begun again, unless its process died long ago', async () => {
    const { service } = served;
    const actor = { name: 'x', role: 'editor', via: 'api', tokenId: 'tok_x' } as const;
    const request = { method: 'POST', url: '/v1/x', text: '{}' };
    const work = async () => ({ status: 200, body: '"done"' });
    let isBegun: () => void = () => {};
    const begun = new Promise<void>(resolve => {
      isBegun = resolve;
    });
    const never = onceForKey(service, actor, 'k', request, () => {
      isBegun();
      return new Promise(() => {});
    });
    never.catch(() => {});
    await begun;
    await assert.rejects(onceForKey(service, actor, 'k', request, work), { code: 'request-in-progress' });
    service.clock.step(16 * MINUTE);
    assert.deepEqual(await onceForKey(service, actor, 'k', request, work), {
      status: 200,
      body: '"done"',
      replayed: false,
    });
    assert.equal((await onceForKey(service, actor, 'k', request, work)).replayed, true);
    service.clock.step(25 * 60 * MINUTE);
    assert.equal((await onceForKey(service, actor, 'k', request, work)).replayed, false);
  });

  it('C2: after a refusal the same request is looked at anew', async () => {
    const clone = (key: string) =>
      served.ask('/v1/exports/later/pause', { token, method: 'POST', headers: { 'idempotency-key': key } });
    assert.equal((await clone('k1')).status, 404);
    const client = await served.client('editor');
    await client.deployExport({ body: { text: peopleExport(DAILY, '[id]', 'later') } });
    assert.equal((await clone('k1')).status, 200);
  });

  it('C2: a key that is none is refused, and nothing done', async () => {
    for (const key of ['', 'x'.repeat(201), 'a b', 'ä']) {
      const answer = await refusal(await run(key));
      assert.deepEqual([answer.status, answer.code], [400, 'idempotency-key-malformed'], key);
    }
    assert.equal(await runs(), 0);
  });

  it('Q1: what is kept of a request does not tell what its body was', async () => {
    const admin = await served.client('admin');
    await admin.putSecret({ params: { name: 'x' }, body: { value: 'hunter2' } }, { idempotencyKey: 'k' });
    const rows = await served.service.store.db.idempotency.findMany();
    assert.doesNotMatch(JSON.stringify(rows), /hunter2/);
  });
});
