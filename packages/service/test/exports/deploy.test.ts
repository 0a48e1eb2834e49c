import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, type TestService, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import type { Actor } from '../../src/context.ts';
import { archiveExport } from '../../src/exports/archive-export.ts';
import { type DeployRequest, deploy } from '../../src/exports/deploy.ts';
import { viewExport } from '../../src/exports/export-view.ts';
import { pauseExport } from '../../src/exports/pause-export.ts';
import { diffRevisions, listRevisions, viewRevision } from '../../src/exports/revisions.ts';
import { listRuns } from '../../src/runs/list-runs.ts';
import { codeOf, problemsOf } from './problems-of.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\n';
const AT = 'schedule: {at: "2026-12-24 06:30"}\n';
const people = (more = '', fields?: string, name?: string) => peopleExport(more, fields, name);
const karl: Actor = { name: 'Karl', role: 'editor', via: 'slack', onBehalfOf: { id: 'U1', name: 'Karl Böhm' } };

const runsOf = async (service: TestService) => (await listRuns(service, {})).items;

eachStore('deploying exports', open => {
  afterEach(closeServices);
  const begin = async (at?: string) => testService({ store: await open(), ...(at === undefined ? {} : { at }) });

  it('S4 deploy: a new export has revision 1, its schedule and its next firing', async () => {
    const service = await begin();
    const made = await deploy(service, anna, {
      text: people(`description: For the partner\nowner: bi@example.com\ndeliver: {to: share}\n${DAILY}`),
      note: 'first',
    });
    assert.equal(made.outcome, 'created');
    assert.equal(made.run, null);
    assert.equal(made.revision, 1);
    assert.match(made.diff, /^--- \/dev\/null\n\+\+\+ people, revision 1\n/);
    assert.equal(made.changes[0], 'New export of people');
    const view = await viewExport(service, 'people');
    assert.deepEqual(made.export, view);
    const { id: _, text, plan, ...facts } = view;
    assert.match(text, /^version: 1\nname: people\n/);
    assert.deepEqual(facts, {
      name: 'people',
      description: 'For the partner',
      owner: 'bi@example.com',
      model: 'people',
      status: 'active',
      createdAt: '2026-12-01T12:00:00.000Z',
      createdBy: 'Anna',
      createdVia: 'api',
      updatedAt: '2026-12-01T12:00:00.000Z',
      revision: 1,
      destinations: ['share'],
      schedule: 'Every day at 06:00, Europe/Vienna',
      timezone: 'Europe/Vienna',
      nextAt: '2026-12-02T05:00:00.000Z',
      pausedUntil: null,
      lastRun: null,
      lastSuccessUntil: null,
    });
    assert.equal(plan.kind, 'repeated');
    assert.deepEqual(
      plan.firings.map(({ at, window }) => [at, window]),
      [2, 3, 4, 5, 6].map(day => [`2026-12-0${day}T06:00:00+01:00`, null]),
    );
  });

  it('S1 deploy: one without a schedule runs when it is created, and not again for a revision', async () => {
    const service = await begin();
    const made = await deploy(service, karl, { text: people() });
    assert.equal(made.export?.status, 'processing');
    const [run, ...others] = await runsOf(service);
    assert.deepEqual([run?.id, run?.by, run?.via, others.length], [made.run, 'Karl Böhm', 'slack', 0]);
    await service.work();
    const again = await deploy(service, anna, { text: people('on_empty: skip\n') });
    assert.deepEqual([again.outcome, again.run, again.export?.status], ['revised', null, 'finished']);
    assert.equal((await runsOf(service)).length, 1);
  });

  it('S4 deploy: problems are those of validate, at their places, and nothing is kept', async () => {
    const service = await begin();
    const problems = await problemsOf(
      deploy(service, anna, {
        text: people('deliver: {to: shar}\nschedule: {daily: {hours: [25]}}\n', '[id, nam]'),
        file: 'exports/people.export.yaml',
      }),
    );
    assert.deepEqual(
      problems.map(({ code, place }) => [code, place?.file, place?.line]),
      [
        ['unknown-field', 'exports/people.export.yaml', 4],
        ['unknown-destination', 'exports/people.export.yaml', 6],
        ['wrong-value', 'exports/people.export.yaml', 7],
      ],
    );
    assert.equal(problems[0].suggestions?.[0], 'name');
    assert.equal(await codeOf(viewExport(service, 'people')), 'unknown-export');
    assert.equal(await codeOf(deploy(service, anna, { text: `${people()}# \0` })), 'nul-character');
  });

  it('S4 deploy: the same text changes nothing, other words make a revision, every one is kept', async () => {
    const service = await begin();
    const first = people(DAILY);
    await deploy(service, anna, { text: first });
    const same = await deploy(service, anna, { text: first });
    assert.deepEqual([same.outcome, same.revision, same.diff, same.changes], ['unchanged', 1, '', []]);

    service.clock.set('2026-12-01T13:00:00Z');
    const commented = await deploy(service, karl, { text: `# why\n${first}`, note: 'a comment' });
    assert.deepEqual([commented.outcome, commented.revision], ['revised', 2]);
    assert.match(commented.changes[0] ?? '', /^Only how it is written changes/);
    const third = await deploy(service, anna, { text: people(DAILY, '[id, name]') });
    assert.deepEqual(third.changes, ['Field removed: Mail']);
    assert.match(third.diff, /^--- people, revision 2\n\+\+\+ people, revision 3\n@@ /);

    const page = await listRevisions(service, { params: { name: 'people' }, query: { limit: 2 } });
    assert.deepEqual(
      page.items.map(({ number, createdBy, createdVia, note, current }) => [
        number,
        createdBy,
        createdVia,
        note,
        current,
      ]),
      [
        [3, 'Anna', 'api', null, true],
        [2, 'Karl Böhm', 'slack', 'a comment', false],
      ],
    );
    const rest = await listRevisions(service, {
      params: { name: 'people' },
      query: { limit: 2, cursor: page.next ?? '' },
    });
    assert.deepEqual([rest.items.map(({ number }) => number), rest.next], [[1], null]);
    assert.equal((await viewRevision(service, { params: { name: 'people', number: 1 } })).text, first);

    const diff = (query: { from?: number; to?: number }) =>
      diffRevisions(service, { params: { name: 'people' }, query });
    assert.deepEqual(await diff({}), { from: 2, to: 3, diff: third.diff, changes: third.changes });
    assert.deepEqual((await diff({ from: 3, to: 1 })).changes, ['Field added: Mail (email)']);
    assert.match((await diff({ from: 0, to: 1 })).diff, /^--- \/dev\/null/);
    for (const number of [4, 2_147_483_648]) {
      assert.equal(await codeOf(viewRevision(service, { params: { name: 'people', number } })), 'unknown-revision');
    }
    assert.equal(await codeOf(diff({ to: 9 })), 'unknown-revision');
  });

  it('S4 deploy: an expected revision that is not the current one is refused', async () => {
    const service = await begin();
    const text = people(DAILY);
    const expecting = (expectedRevision: number, more = '') =>
      deploy(service, anna, { text: text + more, expectedRevision });
    assert.equal(await codeOf(expecting(1)), 'revision-conflict');
    assert.equal((await expecting(0)).outcome, 'created');
    assert.equal(await codeOf(expecting(0)), 'revision-conflict');
    assert.equal((await expecting(1, '# a\n')).revision, 2);
    assert.equal(await codeOf(expecting(1, '# b\n')), 'revision-conflict');
  });

  it('S4 deploy: a dry run says what would change and when it would run, and changes nothing', async () => {
    const service = await begin();
    const fresh = await deploy(service, anna, { text: people(), dryRun: true });
    assert.deepEqual([fresh.outcome, fresh.revision, fresh.export, fresh.run], ['created', 1, null, null]);
    assert.equal((await runsOf(service)).length, 0);
    await deploy(service, anna, { text: people(DAILY) });
    const asked = await deploy(service, anna, {
      text: people('deliver: {to: share}\nschedule: {daily: {hours: [18]}}\n'),
      dryRun: true,
    });
    assert.deepEqual([asked.outcome, asked.dryRun, asked.revision], ['revised', true, 2]);
    assert.deepEqual(asked.changes, [
      'Delivery added: share',
      'Schedule: Every day at 06:00, Europe/Vienna → Every day at 18:00, Europe/Vienna',
    ]);
    assert.equal(asked.export?.plan.firings[0]?.at, '2026-12-01T18:00:00+01:00');
    assert.deepEqual(asked.export?.destinations, ['share']);
    const now = await viewExport(service, 'people');
    assert.deepEqual([now.revision, now.nextAt, now.destinations], [1, '2026-12-02T05:00:00.000Z', []]);
  });

  it('S4 deploy: on a date never becomes repeated, nor back; neither goes back to none', async () => {
    const service = await begin();
    const ROWS: readonly [name: string, before: string, after: string, refused: boolean][] = [
      ['date to repeated', AT, DAILY, true],
      ['repeated to date', DAILY, AT, true],
      ['date to none', AT, '', true],
      ['repeated to none', DAILY, '', true],
      ['date to date', AT, AT.replace('24', '25'), false],
      ['repeated to repeated', DAILY, 'schedule: {cron: "0 7 * * *"}\n', false],
      ['none to date', '', AT, false],
      ['none to repeated', '', DAILY, false],
      ['none to none', '', 'schedule: now\n', false],
    ];
    for (const [name, before, after, refused] of ROWS) {
      await deploy(service, anna, { text: people(before, '[id]', name) });
      for (const dryRun of [true, false]) {
        const changed = deploy(service, anna, { text: people(after, '[id]', name), dryRun });
        if (refused) assert.equal(await codeOf(changed), 'schedule-kind-changed', name);
        else assert.equal((await changed).outcome, 'revised', name);
      }
    }
  });

  it('S4 deploy: new times count from now on, and one that is past today does not run', async () => {
    const service = await begin();
    await deploy(service, anna, { text: people(DAILY) });
    const earlier = await deploy(service, anna, { text: people('schedule: {daily: {hours: [11, 14]}}\n') });
    assert.equal(earlier.export?.nextAt, '2026-12-01T13:00:00.000Z');
    const zone = await deploy(service, anna, {
      text: people('timezone: Asia/Tokyo\nschedule: {daily: {hours: [11, 14]}}\n'),
    });
    assert.equal(zone.export?.nextAt, '2026-12-02T02:00:00.000Z');
    await service.tick();
    assert.equal((await runsOf(service)).length, 0);
  });

  it('S3 S4 deploy: what was due before it runs, with the revision before, though nobody has looked yet', async () => {
    const service = await begin('2026-12-01T04:00:00Z');
    await deploy(service, anna, { text: people(DAILY) });
    service.clock.set('2026-12-01T05:00:00.200Z');
    await deploy(service, anna, { text: people('schedule: {daily: {hours: [7]}}\n') });
    await service.tick();
    assert.deepEqual(
      (await runsOf(service)).map(({ revision, dueAt }) => [revision, dueAt]),
      [[1, '2026-12-01T05:00:00.000Z']],
    );
    assert.equal((await viewExport(service, 'people')).nextAt, '2026-12-01T06:00:00.000Z');
    service.clock.set('2026-12-01T06:00:00Z');
    await service.tick();
    assert.deepEqual(
      (await runsOf(service)).map(({ revision }) => revision),
      [2, 1],
    );
  });

  it('S1 S4 deploy: a date that is past, and windows that would be refused, are told', async () => {
    const service = await begin();
    const warned = async (text: string) => (await deploy(service, anna, { text })).warnings.map(({ code }) => code);
    assert.deepEqual(await warned(people('schedule: {at: "2026-11-30 06:30"}\n', '[id]', 'past')), ['schedule-over']);
    assert.equal((await viewExport(service, 'past')).status, 'inactive');
    assert.deepEqual(await warned(people(`window: {from: 2026-11-20, to: 2026-12-20}\n${DAILY}`, '[id]', 'window')), [
      'windows-overlap',
      'firing-refused',
    ]);
    // It would run at once, and fail.
    const refused = await problemsOf(
      deploy(service, anna, { text: people('window: {from: 2026-11-20, to: 2026-12-20}\n', '[id]', 'at once') }),
    );
    assert.equal(refused[0].place?.path, 'window.to');
    assert.equal((await runsOf(service)).length, 0);
  });

  it('S4 deploy: the next revision waits as long as the pause lasts', async () => {
    const service = await begin();
    await deploy(service, anna, { text: people(DAILY) });
    await pauseExport(service, anna, 'people', '2026-12-24');
    const made = await deploy(service, anna, { text: people('schedule: {daily: {hours: [7]}}\n') });
    assert.deepEqual(
      [made.export?.status, made.export?.plan.paused, made.export?.nextAt],
      ['inactive', true, '2026-12-23T23:00:00.000Z'],
    );
  });

  it('S4 C2 deploy: of many at once each makes a revision of its own, and one of those that expect the same', async () => {
    const service = await begin();
    const all = (requests: readonly DeployRequest[]) =>
      Promise.allSettled(requests.map(request => deploy(service, anna, request)));
    const texts = Array.from({ length: 6 }, (_, i) => people(`${DAILY}# ${i}\n`));
    const made = await all(texts.map(text => ({ text })));
    assert.deepEqual(
      made.filter(one => one.status === 'rejected'),
      [],
    );
    const results = made.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    assert.deepEqual(results.filter(({ outcome }) => outcome === 'created').length, 1);
    assert.deepEqual(results.map(({ revision }) => revision).sort(), [1, 2, 3, 4, 5, 6]);
    const raced = await all(texts.map(text => ({ text: `${text}# b\n`, expectedRevision: 6 })));
    assert.equal(raced.filter(one => one.status === 'fulfilled').length, 1);
    for (const one of raced) if (one.status === 'rejected') assert.equal(one.reason.code, 'revision-conflict');
    assert.equal((await viewExport(service, 'people')).revision, 7);
    const same = await all(Array.from({ length: 4 }, () => ({ text: people(DAILY, '[id]', 'same') })));
    assert.deepEqual(same.map(one => (one.status === 'fulfilled' ? one.value.outcome : one.reason)).sort(), [
      'created',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
  });

  it('S3 S4 deploy: schedulers, pauses and deploys at once lose no firing and double none', async () => {
    const service = await begin('2026-12-01T04:00:00Z');
    await deploy(service, anna, { text: people(DAILY) });
    for (let day = 1; day <= 4; day++) {
      service.clock.set(`2026-12-0${day}T05:00:00.100Z`);
      await Promise.all([
        service.tick(),
        deploy(service, anna, { text: people(`${DAILY}# ${day}\n`) }),
        service.tick(),
        deploy(service, karl, { text: people(`schedule: {daily: {hours: [6], minutes: [0]}}\n# ${day}\n`) }),
        pauseExport(service, anna, 'people', `2026-12-0${day}T20:00:00Z`),
      ]);
      service.clock.set(`2026-12-0${day}T21:00:00Z`);
      await service.tick();
    }
    assert.deepEqual(
      (await runsOf(service)).map(({ dueAt }) => dueAt),
      [4, 3, 2, 1].map(day => `2026-12-0${day}T05:00:00.000Z`),
    );
  });

  it('S4 deploy: wakes the scheduler, and after an archive the name is free for a new export', async () => {
    const service = await begin();
    let woken = 0;
    service.signals.on('schedule', () => woken++);
    const first = await deploy(service, anna, { text: people(DAILY) });
    await archiveExport(service, anna, 'people');
    const second = await deploy(service, karl, { text: people(DAILY) });
    assert.equal(woken, 3);
    assert.equal(second.outcome, 'created');
    assert.notEqual(second.export?.id, first.export?.id);
    assert.equal(second.export?.createdBy, 'Karl Böhm');
  });
});
