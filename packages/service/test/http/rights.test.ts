import assert from 'node:assert/strict';
import { createClient, ROUTES, type RouteName, type RouteSpec } from '@waybill/api';
import fc from 'fast-check';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { closeServed, codeOf, refusal, type Served, serve } from './served.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\nwindow: {by: event_date, previous: day}\n';
const DAY = 24 * 60 * 60_000;

eachStore('rights', open => {
  let served: Served;
  beforeEach(async () => {
    served = await serve({ store: await open() });
  });
  afterEach(closeServed);
  afterEach(closeServices);

  it('Q1: a stranger is let in nowhere, and told nothing of what there is', async () => {
    for (const spec of Object.values(ROUTES) as RouteSpec[]) {
      const path = spec.path.replaceAll(/\{\w+\}/g, 'x');
      const response = await served.ask(path, { method: spec.method });
      assert.equal(response.status, 401, `${spec.method} ${path}`);
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
      assert.equal((await refusal(response)).code, 'token-missing');
    }
    for (const path of ['/v1', '/v1/', '/v1/nothing', '/v1/exports/a/b/c/d']) {
      assert.equal((await served.ask(path)).status, 401, path);
      assert.equal((await served.ask(path, { token: `wb_${'x'.repeat(43)}` })).status, 401, path);
    }
    assert.equal((await served.ask('/nothing')).status, 404);
  });

  it('Q1: nothing but a whole, valid token opens anything', async () => {
    const token = await served.token('admin');
    const whole = await served.ask('/v1/whoami', { token });
    assert.equal(whole.status, 200);
    const garbled = fc.oneof(
      fc.nat(token.length - 1).map(n => token.slice(0, n)),
      fc.nat(token.length - 1).map(n => token.slice(n + 1)),
      fc.nat(token.length - 1).map(n => `${token.slice(0, n)}${token[n] === 'A' ? 'B' : 'A'}${token.slice(n + 1)}`),
      fc.string({ maxLength: 80 }).filter(text => /^[\x20-\x7e]*$/.test(text)),
    );
    await fc.assert(
      fc.asyncProperty(garbled, fc.constantFrom('Bearer ', 'bearer  ', 'Basic ', ''), async (text, scheme) => {
        fc.pre(text.trim() !== token);
        const response = await served.ask('/v1/whoami', { headers: { authorization: scheme + text } });
        assert.equal(response.status, 401, scheme + text);
        assert.match((await refusal(response)).code, /^token-(missing|refused)$/);
      }),
      { numRuns: 100 },
    );
  });

  it('Q1: a token is shown once and stored as its hash', async () => {
    const admin = await served.client('admin');
    const made = await admin.createToken({ body: { name: 'CI', role: 'editor', email: 'ci@example.com' } });
    assert.match(made.token, /^wb_[A-Za-z0-9_-]{43}$/);
    const listed = (await admin.listTokens()).items.find(token => token.id === made.id);
    assert.deepEqual([listed?.name, listed?.role, listed?.email], ['CI', 'editor', 'ci@example.com']);
    const kept = await Promise.all([
      admin.listTokens(),
      admin.listAudit(),
      served.service.store.db.token.findMany(),
      served.service.store.db.idempotency.findMany(),
    ]);
    assert.doesNotMatch(JSON.stringify(kept), new RegExp(made.token.slice(3)));
    assert.equal((await createClient({ url: served.url, token: made.token }).whoami()).name, 'CI');
  });

  it('Q1: a revoked token is refused at once, an expired one at its time; the last of an administrator stays', async () => {
    const admin = await served.client('admin');
    const made = await admin.createToken({ body: { name: 'brief', role: 'viewer', days: 2 } });
    const other = await admin.createToken({ body: { name: 'gone', role: 'admin' } });
    const brief = createClient({ url: served.url, token: made.token });
    const gone = createClient({ url: served.url, token: other.token });
    await Promise.all([brief.whoami(), gone.whoami()]);

    await admin.revokeToken({ params: { id: other.id } });
    assert.equal(await codeOf(gone.whoami()), '401 token-refused');
    served.service.clock.step(2 * DAY - 1);
    await brief.whoami();
    served.service.clock.step(1);
    assert.equal(await codeOf(brief.whoami()), '401 token-refused');

    const [own] = (await admin.listTokens()).items.filter(token => token.role === 'admin' && token.revokedAt === null);
    assert.equal(await codeOf(admin.revokeToken({ params: { id: own?.id ?? '' } })), '409 last-admin-token');
    assert.equal(await codeOf(admin.revokeToken({ params: { id: 'tok_none' } })), '404 unknown-access-token');
    await admin.whoami();
  });

  it('Q1: when a token was last used is known to the minute', async () => {
    const admin = await served.client('admin');
    const made = await admin.createToken({ body: { name: 'used', role: 'viewer' } });
    const client = createClient({ url: served.url, token: made.token });
    const lastUsed = async () => (await admin.listTokens()).items.find(token => token.id === made.id)?.lastUsedAt;
    assert.equal(await lastUsed(), null);
    await client.whoami();
    assert.equal(await lastUsed(), '2026-12-01T12:00:00.000Z');
    served.service.clock.step(30_000);
    await client.whoami();
    assert.equal(await lastUsed(), '2026-12-01T12:00:00.000Z');
    served.service.clock.step(40_000);
    await client.whoami();
    assert.equal(await lastUsed(), '2026-12-01T12:01:10.000Z');
  });

  it('Q1 L7: every route needs the role that it names, and says so', async () => {
    const has = { viewer: 0, editor: 1, admin: 2 } as const;
    const tokens = { viewer: await served.token('viewer'), editor: await served.token('editor') };
    for (const [name, spec] of Object.entries(ROUTES) as [RouteName, RouteSpec][]) {
      for (const role of ['viewer', 'editor'] as const) {
        const path = spec.path.replaceAll(/\{\w+\}/g, 'x');
        const response = await served.ask(path, { method: spec.method, token: tokens[role] });
        if (has[role] >= has[spec.role]) {
          assert.notEqual(response.status, 403, `${name} as ${role}`);
          await response.text();
          continue;
        }
        const answer = await refusal(response);
        assert.deepEqual([answer.status, answer.code], [403, 'role-needed'], `${name} as ${role}`);
        assert.match(answer.detail, new RegExp(`"${spec.role}".*"${role}"`));
      }
    }
  });

  it('Q4: every change and every refusal of one is in the audit log: who, for whom, from where', async () => {
    const bot = await served.client('admin', { via: 'slack', delegate: true });
    const karl = { id: 'slack:U0123', name: 'Karl Böhm 漢' };
    await bot.putRole({ params: { subject: karl.id }, body: { role: 'admin' } });
    served.service.clock.step(1);
    await bot.deployExport({ body: { text: peopleExport(DAILY), note: 'first' } }, { onBehalfOf: karl });
    await bot.deployExport({ body: { text: peopleExport(`${DAILY}# more\n`), dryRun: true } });
    served.service.clock.step(1);
    await bot.putSecret({ params: { name: 'partner' }, body: { value: 'hunter2' } });
    served.service.clock.step(1);
    const viewer = await served.client('viewer', { via: 'cli' });
    assert.equal(await codeOf(viewer.pauseExport({ params: { name: 'people' } })), '403 role-needed');
    const { items } = await bot.listAudit();
    assert.deepEqual(
      items.map(e => [e.action, e.target, e.actor, e.onBehalfOf, e.role, e.via, e.address]),
      [
        ['export.pause', 'people', 'a viewer', null, 'viewer', 'cli', '127.0.0.1'],
        ['secret.put', 'partner', 'a admin', null, 'admin', 'slack', '127.0.0.1'],
        ['export.deploy', 'people', 'a admin', 'slack:U0123 Karl Böhm 漢', 'admin', 'slack', '127.0.0.1'],
        ['role.put', 'slack:U0123', 'a admin', null, 'admin', 'slack', '127.0.0.1'],
      ],
    );
    assert.deepEqual(items[0]?.detail, { refused: 'role-needed', needs: 'editor' });
    assert.deepEqual(items[2]?.detail, { note: 'first', outcome: 'created', revision: 1 });
    assert.doesNotMatch(JSON.stringify(items), /hunter2/);
    assert.equal((await bot.getExport({ params: { name: 'people' } })).createdBy, 'Karl Böhm 漢');

    const of = async (query: Parameters<typeof bot.listAudit>[0]) => (await bot.listAudit(query)).items.length;
    assert.equal(await of({ query: { target: 'people' } }), 2);
    assert.equal(await of({ query: { actor: 'a viewer' } }), 1);
    assert.equal(await of({ query: { action: 'secret.put', since: '2026-12-01T12:00:00Z' } }), 1);
    assert.equal(await of({ query: { since: '2026-12-01T12:00:01Z' } }), 0);
  });

  it('L7 Q4: only a token that may acts for others, and never with more rights than the person has', async () => {
    const karl = { id: 'slack:U0123', name: 'Karl', role: 'viewer' } as const;
    const plain = await served.client('admin', { onBehalfOf: karl });
    assert.equal(await codeOf(plain.whoami()), '403 not-a-delegate');
    const { items } = await (await served.client('admin')).listAudit();
    assert.deepEqual(
      items.map(e => [e.action, e.target, e.actor]),
      [['token.act-for', 'slack:U0123', 'a admin']],
    );
    await (await served.client('admin')).putRole({ params: { subject: karl.id }, body: { role: 'admin' } });
    const bot = await served.client('editor', { delegate: true, onBehalfOf: karl });
    const { name, role, onBehalfOf } = await bot.whoami();
    assert.deepEqual([name, role, onBehalfOf], ['a editor', 'viewer', 'Karl']);
    assert.equal(await codeOf(bot.deployExport({ body: { text: peopleExport(DAILY) } })), '403 role-needed');
    const admin = { ...karl, role: 'admin' } as const;
    assert.equal((await bot.whoami({}, { onBehalfOf: admin })).role, 'editor');
    const token = await served.token('admin', { delegate: true });
    for (const header of ['Karl', 'slack:U1', 'slack:U1 ', 'slack:U1 Karl chief', 'slack:U1 %ZZ', 'slack:U1 a%00b']) {
      const response = await served.ask('/v1/whoami', { token, headers: { 'waybill-on-behalf-of': header } });
      assert.equal((await refusal(response)).code, 'on-behalf-malformed', header);
    }
  });

  it('Q4: behind a proxy the log has the address that the proxy saw, and none that was made up', async () => {
    for (const [trusts, address] of [
      ['true', '10.1.2.3'],
      ['false', '127.0.0.1'],
    ] as const) {
      const own = await serve({ store: await open(), env: { WAYBILL_TRUST_PROXY: trusts } });
      await own.ask('/v1/secrets/x', {
        token: await own.token('admin'),
        method: 'PUT',
        body: '{"value":"x"}',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '6.6.6.6, 10.1.2.3' },
      });
      const client = await own.client('admin');
      const { items } = await client.listAudit();
      assert.deepEqual(
        items.map(e => e.address),
        [address],
      );
    }
  });

  it('Q1: pages of tokens and of the log go on where the one before ended, and their cursors are for them alone', async () => {
    const admin = await served.client('admin');
    for (let i = 0; i < 5; i++) await admin.createToken({ body: { name: `t${i}`, role: 'viewer' } });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.listTokens({ query: { limit: 2, ...(cursor ? { cursor } : {}) } });
      names.push(...page.items.map(token => token.name));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(names.sort(), ['a admin', 't0', 't1', 't2', 't3', 't4']);
    const { next } = await admin.listAudit({ query: { limit: 2 } });
    assert.equal(await codeOf(admin.listTokens({ query: { cursor: next ?? '' } })), '400 cursor-wrong');
    assert.equal(await codeOf(admin.listAudit({ query: { cursor: next ?? '', actor: 'x' } })), '400 cursor-wrong');
  });
});

eachStore('limits', open => {
  afterEach(closeServed);
  afterEach(closeServices);

  it('Q3: too many requests in a minute are refused until the minute is over, for each token alone', async () => {
    const served = await serve({ store: await open(), env: { WAYBILL_RATE: '5' } });
    const [token, other] = [await served.token('viewer'), await served.token('viewer')];
    for (let i = 0; i < 5; i++) assert.equal((await served.ask('/v1/whoami', { token })).status, 200);
    const refused = await served.ask('/v1/whoami', { token });
    const wait = Number(refused.headers.get('retry-after'));
    assert.deepEqual([refused.status, (await refusal(refused)).code], [429, 'rate-limited']);
    assert.ok(wait > 0 && wait <= 120, String(wait));
    assert.equal((await served.ask('/v1/whoami', { token: other })).status, 200);
    served.service.clock.step(wait * 1000);
    assert.equal((await served.ask('/v1/whoami', { token })).status, 200);
  });

  it('Q1 Q3: guessing tokens is slowed down by address, and keeps nobody with a token out', async () => {
    const served = await serve({ store: await open(), env: { WAYBILL_RATE: '5' } });
    const token = await served.token('viewer');
    assert.equal((await served.ask('/v1/whoami', { token })).status, 200);
    const guess = async () => (await served.ask('/v1/whoami', { token: `wb_${'g'.repeat(43)}` })).status;
    for (let i = 0; i < 5; i++) assert.equal(await guess(), 401);
    assert.equal(await guess(), 429);
    assert.equal((await served.ask('/v1/whoami', { token })).status, 200);
    assert.equal((await served.ask('/health')).status, 200);
  });
});
