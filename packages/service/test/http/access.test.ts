import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { roleAmong } from '../../src/security/roles.ts';
import { closeServed, codeOf, type Served, serve } from './served.ts';

const LATER = 'schedule: {daily: {hours: [6]}}\n';

describe('roles of people in Slack', () => {
  const OWN = { subject: 'slack:U1', role: 'viewer' };
  const TEAM = { subject: 'slack-group:S1', role: 'editor' };
  const BOSS = { subject: 'slack-group:S2', role: 'admin' };
  for (const [title, mappings, role] of [
    ['nothing is said: what WAYBILL_SLACK_ROLE says', [], 'viewer'],
    ['a group', [TEAM], 'editor'],
    ['the highest of several groups', [TEAM, BOSS], 'admin'],
    ['their own before those of groups, also where it is less', [BOSS, OWN], 'viewer'],
  ] as const) {
    it(`L7: ${title}`, () => assert.equal(roleAmong({ id: 'slack:U1' }, mappings, 'viewer'), role));
  }

  it('L7: people of other systems may do what the token may', () => {
    assert.equal(roleAmong({ id: 'teams:U1' }, [], 'viewer'), undefined);
  });
});

eachStore('access', open => {
  let served: Served;
  beforeEach(async () => {
    served = await serve({ store: await open() });
  });
  afterEach(closeServed);
  afterEach(closeServices);

  it('L7: roles are set, listed and removed by administrators, and count at once', async () => {
    const admin = await served.client('admin');
    assert.deepEqual(await admin.listRoles(), { items: [], fallback: 'viewer' });
    const set = await admin.putRole({
      params: { subject: 'slack:U0ANNA' },
      body: { role: 'editor', name: 'Anna Huber' },
    });
    assert.deepEqual([set.role, set.name, set.updatedBy], ['editor', 'Anna Huber', 'a admin']);
    served.service.clock.step(1);
    const again = await admin.putRole({ params: { subject: 'slack:U0ANNA' }, body: { role: 'admin' } });
    assert.deepEqual([again.role, again.name], ['admin', 'Anna Huber']);
    const bot = await served.client('admin', { delegate: true, via: 'slack' });
    const anna = { id: 'slack:U0ANNA', name: 'Anna' };
    const ben = { id: 'slack:U0BEN', name: 'Ben', groups: ['slack-group:S0CRM', 'slack-group:S0ALL'] };
    const role = async (onBehalfOf: Parameters<typeof bot.whoami>[1] extends infer O ? NonNullable<O> : never) =>
      (await bot.whoami({}, onBehalfOf)).role;
    assert.equal(await role({ onBehalfOf: anna }), 'admin');
    assert.equal(await role({ onBehalfOf: ben }), 'viewer');
    await admin.putRole({ params: { subject: 'slack-group:S0CRM' }, body: { role: 'editor' } });
    assert.equal(await role({ onBehalfOf: ben }), 'editor');
    await admin.deleteRole({ params: { subject: 'slack:U0ANNA' } });
    assert.equal(await role({ onBehalfOf: anna }), 'viewer');
    assert.equal(await codeOf(admin.deleteRole({ params: { subject: 'slack:U0ANNA' } })), '404 unknown-role-mapping');
    assert.match(await codeOf(admin.putRole({ params: { subject: 'anna' }, body: { role: 'editor' } })), /^400/);
    assert.equal(await codeOf((await served.client('editor')).listRoles()), '403 role-needed');
    const { items } = await admin.listAudit({ query: { target: 'slack:U0ANNA', action: 'role.put' } });
    assert.deepEqual(
      items.map(entry => [entry.actor, entry.detail?.role]),
      [
        ['a admin', 'admin'],
        ['a admin', 'editor'],
      ],
    );
    const removed = await admin.listAudit({ query: { target: 'slack:U0ANNA', action: 'role.delete' } });
    assert.deepEqual(
      removed.items.map(entry => entry.actor),
      ['a admin'],
    );
  });

  it('L1 L7: editors subscribe channels, viewers only themselves, and each hears of the next run', async () => {
    const admin = await served.client('admin');
    await admin.deployExport({ body: { text: peopleExport(LATER) } });
    const bot = await served.client('admin', { delegate: true, via: 'slack' });
    const ben = { id: 'slack:U0BEN', name: 'Ben' };
    const at = (target: string) => ({ params: { name: 'people', target }, body: {} });
    assert.equal(await codeOf(bot.putSubscription(at('C0TEAM'), { onBehalfOf: ben })), '403 subscription-of-others');
    assert.equal(await codeOf(bot.putSubscription(at('U0ANNA'), { onBehalfOf: ben })), '403 subscription-of-others');
    const own = await bot.putSubscription(at('U0BEN'), { onBehalfOf: ben });
    assert.deepEqual(own.when, ['success', 'failure', 'late', 'empty', 'cancelled']);
    const editor = await served.client('editor');
    await editor.putSubscription({ ...at('C0TEAM'), body: { when: ['failure'] } });
    const { items } = await editor.listSubscriptions({ params: { name: 'people' } });
    assert.deepEqual(items.map(item => [item.target, item.createdBy]).sort(), [
      ['C0TEAM', 'a editor'],
      ['U0BEN', 'Ben'],
    ]);
    await editor.runExport({ params: { name: 'people' }, body: {} });
    const begun = await admin.listNotices({ query: { channel: 'slack' } });
    assert.deepEqual(
      begun.items.map(item => [item.target, item.event]),
      [['U0BEN', 'begun']],
    );
    await served.service.work();
    const ended = await admin.listNotices({ query: { channel: 'slack' } });
    assert.deepEqual(
      ended.items.map(item => [item.target, item.event]),
      [['U0BEN', 'success']],
    );
    await bot.deleteSubscription({ params: { name: 'people', target: 'U0BEN' } }, { onBehalfOf: ben });
    const gone = bot.deleteSubscription({ params: { name: 'people', target: 'U0BEN' } }, { onBehalfOf: ben });
    assert.equal(await codeOf(gone), '404 unknown-subscription');
  });

  it('L4: a claim waits for something to tell, and gives it at once', async () => {
    // The database's clock decides what is due.
    const own = await serve({ store: await open(), at: new Date().toISOString() });
    const admin = await own.client('admin');
    await admin.deployExport({ body: { text: peopleExport(`${LATER}notify: [{slack: "#crm"}]\n`) } });
    const begun = performance.now();
    const none = await admin.claimNotices({ body: { channel: 'slack', wait: 1 } });
    assert.deepEqual(none.items, []);
    assert.ok(performance.now() - begun > 900);
    const waiting = admin.claimNotices({ body: { channel: 'slack', wait: 20 } });
    await admin.runExport({ params: { name: 'people' }, body: {} });
    const { items } = await waiting;
    assert.deepEqual(
      items.map(item => [item.target, item.event]),
      [['#crm', 'begun']],
    );
    const last = admin.claimNotices({ body: { channel: 'slack', wait: 20 } });
    await waitFor('the claim to wait', () => own.service.signals.listenerCount('stop') > 0);
    await own.close();
    assert.deepEqual((await last).items, []);
  });

  it('L4 L6: what is to be told waits for nobody who is gone: the next one who asks has it at once', async () => {
    const own = await serve({ store: await open(), at: new Date().toISOString() });
    const admin = await own.client('admin');
    await admin.deployExport({ body: { text: peopleExport(`${LATER}notify: [{slack: "#crm"}]\n`) } });
    const leaving = new AbortController();
    const left = admin.claimNotices({ body: { channel: 'slack', wait: 20 } }, { signal: leaving.signal });
    await waitFor('the claim to wait', () => own.service.signals.listenerCount('notice') > 0);
    leaving.abort(new Error('gone'));
    await assert.rejects(left, /gone/);
    await waitFor('the claim to be given up', () => own.service.signals.listenerCount('notice') === 0);
    await admin.runExport({ params: { name: 'people' }, body: {} });
    const { items } = await admin.claimNotices({ body: { channel: 'slack', wait: 20 } });
    assert.deepEqual(
      items.map(item => [item.target, item.attempts]),
      [['#crm', 1]],
    );
  });

  it('C2 L6: what one bot did for somebody, another one does not do again', async () => {
    const admin = await served.client('admin');
    await admin.deployExport({ body: { text: peopleExport(LATER) } });
    await admin.putRole({ params: { subject: 'slack:U0ANNA' }, body: { role: 'editor' } });
    const anna = { id: 'slack:U0ANNA', name: 'Anna' };
    const [first, second] = [
      await served.client('admin', { delegate: true }),
      await served.client('admin', { delegate: true }),
    ];
    const ask = (bot: typeof first, onBehalfOf = anna) =>
      bot.runExport({ params: { name: 'people' }, body: {} }, { onBehalfOf, idempotencyKey: 'one-click' });
    const runs = await Promise.all([ask(first), ask(second)]);
    assert.equal(runs[0].id, runs[1].id);
    await admin.putRole({ params: { subject: 'slack:U0BEN' }, body: { role: 'editor' } });
    assert.notEqual((await ask(first, { id: 'slack:U0BEN', name: 'Ben' })).id, runs[0].id);
  });

  it('Q3: people behind one bot are counted apart', async () => {
    const own = await serve({ store: await open(), env: { WAYBILL_RATE: '5' } });
    const bot = await own.client('admin', { delegate: true, timeout: 500 });
    const ask = (id: string) =>
      codeOf(bot.whoami({}, { onBehalfOf: { id, name: 'x' }, signal: AbortSignal.timeout(400) }));
    for (let i = 0; i < 5; i++) assert.equal(await ask('slack:U0ANNA'), 'none');
    assert.notEqual(await ask('slack:U0ANNA'), 'none');
    assert.equal(await ask('slack:U0BEN'), 'none');
  });
});
