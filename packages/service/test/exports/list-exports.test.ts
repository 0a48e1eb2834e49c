import assert from 'node:assert/strict';
import { type ExportSummary, exportStatusSchema, listExportsQuery } from '@waybill/api';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, type TestService, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import type { Actor } from '../../src/context.ts';
import { archiveExport } from '../../src/exports/archive-export.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { viewExport } from '../../src/exports/export-view.ts';
import { listExports } from '../../src/exports/list-exports.ts';
import { pauseExport } from '../../src/exports/pause-export.ts';
import { resumeExport } from '../../src/exports/resume-export.ts';
import { manyExports } from './many-exports.ts';
import { codeOf, problemsOf } from './problems-of.ts';

type Query = Parameters<typeof listExports>[1];
const DAILY = 'schedule: {daily: {hours: [6]}}\n';
const named = (items: readonly ExportSummary[]) => items.map(({ name }) => name);
const list = async (service: TestService, query: Query = {}) => named((await listExports(service, query)).items);

async function allPages(service: TestService, query: Query): Promise<ExportSummary[]> {
  const found: ExportSummary[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listExports(service, { ...query, cursor });
    found.push(...page.items);
    if (page.next === null) return found;
    cursor = page.next;
  }
}

eachStore('lists of exports', open => {
  afterEach(closeServices);

  /** Seven exports, of two people, made a minute after each other; `once` ran. */
  const some = async () => {
    const service = await testService({ store: await open(), files: { 'waybill.yaml': WORKSPACE } });
    const karl: Actor = { name: 'Karl', role: 'editor', via: 'slack' };
    const ROWS: readonly [name: string, more: string, actor: Actor][] = [
      ['Zebra', `description: Größe of zebras\n${DAILY}`, anna],
      ['apple', `deliver: {to: share}\n${DAILY}`, karl],
      ['Äpfel', `deliver: [{to: share_2}, {to: share}]\n${DAILY}`, karl],
      ['100% sure', DAILY, anna],
      ['100 sure', 'description: not 100%, a_b\nschedule: {at: "2026-12-24 06:30"}\n', karl],
      ['once', '', anna],
      ['売上', `description: 日次\n${DAILY}`, anna],
    ];
    for (const [name, more, actor] of ROWS) {
      await deploy(service, actor, { text: peopleExport(more, '[id]', name) });
      service.clock.step(60_000);
    }
    await service.work();
    await pauseExport(service, anna, 'Zebra', undefined);
    return service;
  };

  it('R6 list: by name without regard to case or accents, with what a list shows', async () => {
    const service = await some();
    const all = await list(service);
    // How signs and other scripts sort among letters is the database's own affair.
    const letters = (names: readonly string[]) => names.filter(name => /^\p{Script=Latin}/u.test(name));
    assert.deepEqual(letters(all), ['Äpfel', 'apple', 'once', 'Zebra']);
    assert.deepEqual(letters(await list(service, { order: 'desc' })), ['Zebra', 'once', 'apple', 'Äpfel']);
    assert.equal(all.length, 7);
    const { items } = await listExports(service, { search: 'once' });
    assert.equal(items[0]?.lastRun?.status, 'success');
    assert.ok((items[0]?.lastRun?.bytes ?? 0) > 0);
    const { text: _, plan, lastSuccessUntil, ...summary } = await viewExport(service, 'once');
    assert.deepEqual(items, [summary]);
  });

  it('R6 list: search in name and description, in any case and script, every word', async () => {
    const service = await some();
    const ROWS: readonly [search: string, found: readonly string[]][] = [
      ['ZEBRA', ['Zebra']],
      ['grosse zebras', ['Zebra']],
      ['größe ZEBRAS', ['Zebra']],
      ['apfel', ['Äpfel']],
      ['売', ['売上']],
      ['日次 売上', ['売上']],
      ['100%', ['100 sure', '100% sure']],
      ['100% sure not', ['100 sure']],
      ['a_b', ['100 sure']],
      ['%', ['100 sure', '100% sure']],
      ['_', ['100 sure']],
      ['\'; drop table "Export"; --', []],
      ['\0', (await list(service)).toSorted()],
      ['   ', (await list(service)).toSorted()],
    ];
    for (const [search, found] of ROWS) {
      assert.deepEqual((await list(service, { search })).toSorted(), [...found].sort(), search);
    }
  });

  it('R6 list: filters, alone and together', async () => {
    const service = await some();
    const ROWS: readonly [query: Query, found: readonly string[]][] = [
      [{ status: 'inactive' }, ['Zebra']],
      [{ status: 'pending' }, ['100 sure']],
      [{ status: 'finished' }, ['once']],
      [{ creator: 'Karl' }, ['100 sure', 'apple', 'Äpfel']],
      [{ creator: 'Karl', status: 'active', search: 'apple' }, ['apple']],
      [{ model: 'people', status: 'finished' }, ['once']],
      [{ model: 'peopl' }, []],
      [{ destination: 'share' }, ['apple', 'Äpfel']],
      [{ destination: 'share_2' }, ['Äpfel']],
      [{ destination: 'share%' }, []],
      [{ destination: 'share', creator: 'Anna' }, []],
      [{ model: 'a\0' }, []],
    ];
    for (const [query, found] of ROWS) {
      assert.deepEqual((await list(service, query)).toSorted(), [...found].sort(), JSON.stringify(query));
    }
  });

  it('R6 list: every order there is, and the newest first of dates', async () => {
    const service = await some();
    assert.deepEqual(await list(service, { sort: 'created_at' }), [
      '売上',
      'once',
      '100 sure',
      '100% sure',
      'Äpfel',
      'apple',
      'Zebra',
    ]);
    assert.equal((await list(service, { sort: 'created_at', order: 'asc' }))[0], 'Zebra');
    for (const order of ['asc', 'desc'] as const) {
      assert.equal((await list(service, { sort: 'last_run', order }))[0], 'once', 'what never ran comes last');
    }
    const statuses = async (order: 'asc' | 'desc') =>
      (await listExports(service, { sort: 'status', order })).items.map(({ status }) => status);
    assert.deepEqual(await statuses('asc'), [...(await statuses('asc'))].sort());
    assert.deepEqual(await statuses('desc'), (await statuses('asc')).toReversed());
    const creators = (await listExports(service, { sort: 'creator' })).items.map(({ createdBy }) => createdBy);
    assert.deepEqual(creators, ['Anna', 'Anna', 'Anna', 'Anna', 'Karl', 'Karl', 'Karl']);
    assert.equal((await list(service, { sort: 'model' })).length, 7);
  });

  it('R6 C2 list: pages by cursor hold every one once, also when names come and go between them', async () => {
    const service = await some();
    for (const sort of listExportsQuery.shape.sort.unwrap().options) {
      for (const order of ['asc', 'desc'] as const) {
        const whole = await list(service, { sort, order });
        assert.deepEqual(named(await allPages(service, { sort, order, limit: 2 })), whole, `${sort} ${order}`);
      }
    }
    const first = await listExports(service, { limit: 2, sort: 'created_at', order: 'asc' });
    await deploy(service, anna, { text: peopleExport(DAILY, '[id]', 'newest') });
    const rest = await list(service, { sort: 'created_at', order: 'asc', cursor: first.next ?? '' });
    assert.deepEqual(rest, ['Äpfel', '100% sure', '100 sure', 'once', '売上', 'newest']);
  });

  it('R6 list: what is searched for comes in every order, in pages, as the whole list has it', async () => {
    const service = await some();
    await deploy(service, anna, { text: peopleExport(DAILY, '[id]', 'never found') });
    for (const sort of listExportsQuery.shape.sort.unwrap().options) {
      for (const order of ['asc', 'desc'] as const) {
        const whole = await list(service, { sort, order });
        const about = `${sort} ${order}`;
        const found = named(await allPages(service, { sort, order, search: 'e', limit: 1 }));
        assert.deepEqual(
          found,
          whole.filter(name => /e|Ä/.test(name)),
          about,
        );
        const shared = await list(service, { sort, order, search: 'PFEL', destination: 'share' });
        assert.deepEqual(
          shared,
          whole.filter(name => name === 'Äpfel'),
          about,
        );
      }
    }
  });

  it('R6 list: a search finds exports by the status that they have after each change', async () => {
    const service = await some();
    const byStatus = async (query: Query) => {
      const found: Record<string, string[]> = {};
      for (const status of exportStatusSchema.options) found[status] = await list(service, { ...query, status });
      return found;
    };
    const same = async (about: string) => {
      const searched = await byStatus({ search: 'a' });
      assert.deepEqual(searched, await byStatus({ model: 'people' }), about);
      return searched;
    };
    for (const name of ['Zebra', '売上', '100% sure', '100 sure', 'once', 'apple', 'Äpfel']) {
      const { text } = await viewExport(service, name);
      const soon = text.replace(/^description: .*\n/m, '').replace('2026-12-24 06:30', '2026-12-01 18:00');
      await deploy(service, anna, { text: `${soon}description: any\n` });
    }
    await deploy(service, anna, { text: peopleExport('description: any\n', '[id]', 'twice') });
    assert.deepEqual((await same('waits')).processing, ['twice']);
    await service.work();
    assert.deepEqual((await same('ran')).finished, ['once', 'twice']);
    await pauseExport(service, anna, 'apple', undefined);
    assert.deepEqual((await same('paused')).inactive, ['apple', 'Zebra']);
    await resumeExport(service, anna, 'apple');
    assert.deepEqual((await same('resumed')).inactive, ['Zebra']);
    service.clock.set('2026-12-01T17:00:00Z');
    await service.tick();
    assert.deepEqual((await same('fired')).processing, ['100 sure']);
    await service.work();
    assert.deepEqual((await same('ran at its date')).finished, ['100 sure', 'once', 'twice']);
    await archiveExport(service, anna, 'twice');
    assert.deepEqual((await same('archived')).finished, ['100 sure', 'once']);
  });

  it('C2 list: a cursor that is garbage or of another list is refused', async () => {
    const service = await some();
    const { next } = await listExports(service, { limit: 2 });
    assert.ok(next !== null);
    const ROWS: readonly Query[] = [
      { cursor: 'garbage' },
      { cursor: '' },
      { cursor: next.slice(1) },
      { cursor: `${next}A` },
      { cursor: next, order: 'desc' },
      { cursor: next, sort: 'status' },
      { cursor: next, search: 'a' },
      { cursor: Buffer.from('["a","b"]').toString('base64url') },
    ];
    for (const query of ROWS) assert.equal(await codeOf(listExports(service, query)), 'cursor-wrong');
  });

  it('R6 list: whole pages among 10,000, and an unknown name gets the nearest ones', async function () {
    this.timeout(60_000);
    const service = await testService({ store: await open() });
    await manyExports(service.store, 10_000);
    for (const sort of listExportsQuery.shape.sort.unwrap().options) {
      const first = await listExports(service, { sort, limit: 200 });
      const second = await listExports(service, { sort, limit: 200, cursor: first.next ?? '' });
      assert.equal(new Set([...named(first.items), ...named(second.items)]).size, 400, sort);
    }
    assert.deepEqual(named((await listExports(service, { search: 'GRÖSSE 0042 of 7' })).items), ['Export 0042 of 7']);
    assert.deepEqual((await listExports(service, { search: 'qqq' })).items, []);
    const [problem] = await problemsOf(viewExport(service, 'Exprot 0042 of 7'));
    assert.deepEqual([problem.code, problem.suggestions?.[0]], ['unknown-export', 'Export 0042 of 7']);
    const [far] = await problemsOf(viewExport(service, '%_\\ nothing like it'));
    assert.deepEqual([far.code, far.suggestions], ['unknown-export', undefined]);
    const shared = await allPages(service, { destination: 'share', limit: 200 });
    assert.equal(new Set(named(shared)).size, 1000);
  });
});

const WORKSPACE = `version: 1
brand: {name: Test, timezone: Europe/Vienna}
sources: {files: {type: duckdb, folder: data}}
destinations: {share: {type: local, folder: out}, share_2: {type: local, folder: out/2}}
protect: {hash_key: "\${secret:hash_key}"}
`;
