import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, type Client } from '@waybill/api';
import { peopleExport, WAYBILL_YAML } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { closeServed, type Served, serve } from '../http/served.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\n';

const problemsOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.problems.map(
      p => `${error.status} ${p.code}${p.place?.path === undefined ? '' : ` at ${p.place.path}`}`,
    );
  }
};

eachStore('destinations and secrets of the service', open => {
  let served: Served;
  let admin: Client;
  beforeEach(async () => {
    served = await serve({ store: await open() });
    admin = await served.client('admin');
  });
  afterEach(closeServed);
  afterEach(closeServices);

  const put = (name: string, settings: Record<string, unknown>) =>
    admin.putDestination({ params: { name }, body: { settings } });
  const folder = async (name: string) => {
    const path = join(served.service.folder, name);
    await mkdir(path);
    return path;
  };

  it('X1: a destination of the service is tested, used, changed, and listed beside those of waybill.yaml', async () => {
    const made = await put('inbox', { type: 'local', folder: await folder('inbox') });
    assert.deepEqual([made.from, made.type, made.usedBy], ['service', 'local', []]);
    const test = await admin.testDestination({ params: { name: 'inbox' } });
    assert.deepEqual([test.ok, test.steps.map(step => step.outcome)], [true, Array(6).fill('ok')]);
    const { run } = await admin.deployExport({ body: { text: peopleExport('deliver: {to: inbox}\n') } });
    await served.service.work();
    assert.equal((await admin.getRun({ params: { id: run ?? '' } })).status, 'success');
    assert.deepEqual(await readdir(join(served.service.folder, 'inbox')), ['people.csv']);
    await put('inbox', { type: 'local', folder: await folder('elsewhere') });
    const { items } = await admin.listDestinations();
    assert.deepEqual(
      items.map(d => [d.name, d.from, d.usedBy]),
      [
        ['inbox', 'service', ['people']],
        ['share', 'workspace', []],
      ],
    );
    assert.match(items[0]?.address ?? '', /elsewhere/);
  });

  it('X1: one that is in use is neither renamed nor removed, and says by which exports', async () => {
    await put('inbox', { type: 'local', folder: 'out' });
    for (const name of ['a', 'b'])
      await admin.deployExport({ body: { text: peopleExport(`deliver: {to: inbox}\n${DAILY}`, '[id]', name) } });
    const rename = (name: string, to: string) => admin.renameDestination({ params: { name }, body: { name: to } });
    const remove = (name: string) => admin.deleteDestination({ params: { name } });
    for (const work of [() => rename('inbox', 'post'), () => remove('inbox')]) {
      await assert.rejects(work(), (error: ApiError) => {
        assert.deepEqual([error.status, error.code], [409, 'destination-in-use']);
        assert.match(error.message, /"a", "b"/);
        return true;
      });
    }
    for (const name of ['a', 'b']) await admin.archiveExport({ params: { name } });
    assert.equal((await rename('inbox', 'post')).name, 'post');
    assert.deepEqual(await problemsOf(rename('inbox', 'x')), ['404 unknown-destination']);
    assert.deepEqual(await problemsOf(rename('post', 'share')), ['409 destination-exists']);
    await put('third', { type: 'local', folder: 'out' });
    assert.deepEqual(await problemsOf(rename('post', 'third')), ['409 destination-exists']);
    await remove('post');
    assert.deepEqual(await problemsOf(remove('post')), ['404 unknown-destination']);
    assert.deepEqual(await problemsOf(admin.testDestination({ params: { name: 'post' } })), [
      '404 unknown-destination',
    ]);
    for (const work of [
      () => put('share', { type: 'local', folder: 'x' }),
      () => rename('share', 'y'),
      () => remove('share'),
    ]) {
      assert.deepEqual(await problemsOf(work()), ['409 destination-of-workspace']);
    }
  });

  it('X1 Q1: wrong settings are told at their keys, secrets in plain text refused', async () => {
    assert.deepEqual(await problemsOf(put('x', { type: 'sfpt' })), ['422 wrong-value at settings.type']);
    assert.deepEqual(await problemsOf(put('x', { type: 'local', foldr: '/x' })), ['422 unknown-key at settings.foldr']);
    assert.deepEqual(await problemsOf(put('x', { type: 'local' })), ['422 missing-key at settings']);
    const sftp = { type: 'sftp', host: 'h.example', user: 'u', host_key: 'any' };
    assert.deepEqual(await problemsOf(put('x', { ...sftp, password: 'hunter2' })), [
      '422 literal-secret at settings.password',
    ]);
    const literal = await put('partner', { ...sftp, password: 'hunter2' }).catch((error: ApiError) => error);
    assert.ok(literal instanceof ApiError);
    assert.match(
      literal.problems[0]?.fix ?? '',
      /`\$\{secret:partner_password\}`.*`waybill secret set partner_password`/,
    );
    assert.doesNotMatch(literal.problems[0]?.fix ?? '', /\.waybill|hunter2|env:/);
    assert.deepEqual(await problemsOf(put('x', { ...sftp, password: '${env:HOME}' })), [
      '422 environment-in-settings at settings.password',
    ]);
    assert.deepEqual(await problemsOf(put('x', { ...sftp, password: '${sceret:a}' })), [
      '422 unknown-placeholder at settings.password',
    ]);
    assert.deepEqual(await problemsOf(put('x', { ...sftp, port: 99_999, password: '${secret:a}' })), [
      '422 wrong-value at settings.port',
    ]);
    assert.deepEqual(
      (await admin.listDestinations()).items.map(d => d.name),
      ['share'],
    );
  });

  it('Q2: a destination whose host is not on the list is refused when it is put', async () => {
    const file = join(served.service.folder, 'waybill.yaml');
    await writeFile(file, `${WAYBILL_YAML}limits: {destination_hosts: ["*.partner.example"]}\n`);
    const sftp = { type: 'sftp', user: 'u', password: '${secret:a}', host_key: 'any' };
    assert.deepEqual(await problemsOf(put('x', { ...sftp, host: 'evil.example' })), [
      '422 destination-host-not-allowed at settings.host',
    ]);
    assert.deepEqual(await problemsOf(put('x', { type: 's3', bucket: 'abc', endpoint: 'https://evil.example' })), [
      '422 destination-host-not-allowed at settings.endpoint',
    ]);
    assert.equal((await put('x', { ...sftp, host: 'sftp.partner.example' })).address, null);
  });

  it('Q1: secrets go into settings on use, and are never shown, in the database either', async () => {
    const editor = await served.client('editor');
    assert.deepEqual(await problemsOf(editor.listSecrets()), ['403 role-needed']);
    await admin.putSecret({ params: { name: 'where' }, body: { value: await folder('from-secret') } });
    await admin.putSecret({ params: { name: 'other' }, body: { value: 'hunter2' } });
    const made = await put('inbox', { type: 'local', folder: '${secret:where}' });
    assert.deepEqual(made.settings, { type: 'local', folder: '${secret:where}' });
    assert.equal((await admin.testDestination({ params: { name: 'inbox' } })).ok, true);
    const { items } = await admin.listSecrets();
    assert.deepEqual(
      items.map(s => [s.name, s.updatedBy]),
      [
        ['other', 'a admin'],
        ['where', 'a admin'],
      ],
    );
    const rows = await served.service.store.db.secret.findMany();
    for (const row of rows) assert.ok(!Buffer.from(row.sealed).includes('hunter2'));
    await admin.deleteSecret({ params: { name: 'where' } });
    assert.deepEqual(await problemsOf(admin.deleteSecret({ params: { name: 'where' } })), ['404 unknown-secret']);
    assert.deepEqual(await problemsOf(admin.testDestination({ params: { name: 'inbox' } })), [
      '422 secret-missing at destinations.inbox.folder',
    ]);
  });

  it('Q1: a sealed secret that was moved to another name, or changed, is not used', async () => {
    await admin.putSecret({ params: { name: 'a' }, body: { value: await folder('in-a') } });
    await admin.putSecret({ params: { name: 'b' }, body: { value: 'other' } });
    await put('inbox', { type: 'local', folder: '${secret:b}' });
    const { db } = served.service.store;
    const { sealed } = await db.secret.findUniqueOrThrow({ where: { name: 'a' } });
    const test = () => problemsOf(admin.testDestination({ params: { name: 'inbox' } }));
    await db.secret.update({ where: { name: 'b' }, data: { sealed } });
    assert.deepEqual(await test(), ['500 secret-unreadable at destinations.inbox.folder']);
    await db.secret.update({ where: { name: 'b' }, data: { sealed: new Uint8Array(3) } });
    assert.deepEqual(await test(), ['500 secret-unreadable at destinations.inbox.folder']);
  });

  it('Q1: a secret that stands in waybill.yaml as text is hidden in lists', async () => {
    const file = join(served.service.folder, 'waybill.yaml');
    const text = WAYBILL_YAML.replace(
      'destinations: {',
      'destinations: {old: {type: ftp, host: h.example, user: u, password: hunter2}, bucket: {type: s3, bucket: abc, endpoint: "https://u:hunter2@h.example"}, ',
    );
    await writeFile(file, text);
    const { items } = await admin.listDestinations();
    assert.deepEqual(
      items.map(d => d.name),
      ['bucket', 'old', 'share'],
    );
    assert.doesNotMatch(JSON.stringify(items), /hunter2/);
  });
});

eachStore('drafts', open => {
  afterEach(closeServed);
  afterEach(closeServices);

  it('L2: a draft belongs to one person, is saved in versions, and is kept for 30 days', async () => {
    const served = await serve({ store: await open() });
    const bot = await served.client('editor', { delegate: true });
    const [karl, eve] = [
      { onBehalfOf: { id: 'slack:U1', name: 'Karl' } },
      { onBehalfOf: { id: 'slack:U2', name: 'Eve' } },
    ];
    const body = { kind: 'create', title: 'Sales', body: { step: 2, fields: ['a'] } };
    const { id } = await bot.createDraft({ body }, karl);
    assert.deepEqual((await bot.getDraft({ params: { id } }, karl)).body, body.body);
    for (const other of [eve, {}]) {
      assert.deepEqual(await problemsOf(bot.getDraft({ params: { id } }, other)), ['404 unknown-draft']);
      assert.deepEqual(await problemsOf(bot.deleteDraft({ params: { id } }, other)), ['404 unknown-draft']);
      assert.deepEqual((await bot.listDrafts({}, other)).items, []);
    }
    const save = (expectedVersion: number) =>
      bot.putDraft({ params: { id }, body: { title: 'S', body: { step: 3 }, expectedVersion } }, karl);
    assert.equal((await save(1)).version, 2);
    assert.deepEqual(await problemsOf(save(1)), ['409 draft-conflict']);
    served.service.clock.step(29 * 24 * 60 * 60_000);
    assert.equal((await save(2)).version, 3);
    served.service.clock.step(30 * 24 * 60 * 60_000);
    assert.deepEqual(await problemsOf(bot.getDraft({ params: { id } }, karl)), ['404 unknown-draft']);
    assert.deepEqual((await bot.listDrafts({}, karl)).items, []);
  });

  it('L2 R6: drafts come in pages, saved last first', async () => {
    const served = await serve({ store: await open() });
    const client = await served.client('viewer');
    for (let i = 0; i < 5; i++) {
      await client.createDraft({ body: { kind: i % 2 ? 'clone' : 'create', title: `d${i}`, body: {} } });
      if (i % 2) served.service.clock.step(1000);
    }
    const titles: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.listDrafts({ query: { limit: 2, ...(cursor ? { cursor } : {}) } });
      titles.push(...page.items.map(draft => draft.title));
      cursor = page.next ?? undefined;
    } while (cursor);
    assert.deepEqual([titles[0], titles.toSorted()], ['d4', ['d0', 'd1', 'd2', 'd3', 'd4']]);
    assert.equal((await client.listDrafts({ query: { kind: 'clone' } })).items.length, 2);
  });
});
