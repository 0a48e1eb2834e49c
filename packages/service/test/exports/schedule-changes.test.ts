import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, type TestService, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import type { Actor } from '../../src/context.ts';
import { cloneExport } from '../../src/exports/clone-export.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { viewExport } from '../../src/exports/export-view.ts';
import { pauseExport } from '../../src/exports/pause-export.ts';
import { rescheduleExport } from '../../src/exports/reschedule-export.ts';
import { resumeExport } from '../../src/exports/resume-export.ts';
import { listRevisions } from '../../src/exports/revisions.ts';
import { listRuns } from '../../src/runs/list-runs.ts';
import { codeOf, problemsOf } from './problems-of.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\n';
const AT = 'schedule: {at: "2026-12-24 06:30"}\n';
const karl: Actor = { name: 'Karl', role: 'editor', via: 'slack' };
const due = async (service: TestService) => (await listRuns(service, {})).items.map(({ dueAt }) => dueAt).reverse();

eachStore('schedules of exports', open => {
  afterEach(closeServices);
  const begin = async (more: string, at = '2026-12-01T12:00:00Z') => {
    const service = await testService({ store: await open(), at });
    await deploy(service, anna, { text: peopleExport(more) });
    return service;
  };

  it('S4 pause: nothing of a pause is run, neither then nor after it', async () => {
    const service = await begin(DAILY);
    const paused = await pauseExport(service, karl, 'people', undefined);
    assert.deepEqual([paused.status, paused.nextAt, paused.plan.paused], ['inactive', null, true]);
    assert.equal(paused.plan.firings[0]?.at, '2026-12-02T06:00:00+01:00');
    service.clock.set('2026-12-04T12:00:00Z');
    await service.tick();
    const resumed = await resumeExport(service, anna, 'people');
    assert.deepEqual([resumed.status, resumed.nextAt], ['active', '2026-12-05T05:00:00.000Z']);
    service.clock.set('2026-12-05T05:00:00Z');
    await service.tick();
    assert.deepEqual(await due(service), ['2026-12-05T05:00:00.000Z']);
  });

  it('S4 pause: until a day it ends by itself, also when nobody looked meanwhile', async () => {
    const service = await begin(DAILY);
    const paused = await pauseExport(service, karl, 'people', '2026-12-04');
    assert.deepEqual(
      [paused.status, paused.pausedUntil, paused.nextAt],
      ['inactive', '2026-12-03T23:00:00.000Z', '2026-12-03T23:00:00.000Z'],
    );
    service.clock.set('2026-12-05T12:00:00Z');
    await service.tick();
    assert.deepEqual(await due(service), ['2026-12-04T05:00:00.000Z', '2026-12-05T05:00:00.000Z']);
    const view = await viewExport(service, 'people');
    assert.deepEqual([view.status, view.pausedUntil, view.plan.paused], ['active', null, false]);
  });

  it('S4 pause: another end in place of the first, or none', async () => {
    const service = await begin(DAILY);
    await pauseExport(service, karl, 'people', '2026-12-04');
    assert.equal(
      (await pauseExport(service, karl, 'people', '2026-12-24T06:00:00Z')).nextAt,
      '2026-12-24T06:00:00.000Z',
    );
    assert.equal((await pauseExport(service, karl, 'people', undefined)).nextAt, null);
    assert.equal(await codeOf(pauseExport(service, karl, 'people', '2026-12-01')), 'pause-until-past');
    assert.equal((await viewExport(service, 'people')).nextAt, null);
  });

  it('S3 S4 pause: what was due before it still runs, and runs that wait stay', async () => {
    const service = await begin(DAILY, '2026-12-01T04:00:00Z');
    service.clock.set('2026-12-01T05:00:00.200Z');
    await pauseExport(service, karl, 'people', undefined);
    assert.deepEqual(await due(service), ['2026-12-01T05:00:00.000Z']);
    assert.equal((await service.work()).length, 1);
    assert.equal((await viewExport(service, 'people')).status, 'inactive');
  });

  it('S4 pause: a date that passes during it is over, one that is still to come is waited for', async () => {
    const service = await begin(AT);
    await pauseExport(service, karl, 'people', '2026-12-20');
    assert.equal((await resumeExport(service, karl, 'people')).status, 'pending');
    await pauseExport(service, karl, 'people', undefined);
    service.clock.set('2026-12-24T12:00:00Z');
    const late = await resumeExport(service, karl, 'people');
    assert.deepEqual([late.status, late.nextAt, late.plan.firings], ['inactive', null, []]);
    const again = await rescheduleExport(service, karl, {
      params: { name: 'people' },
      body: { schedule: { at: '2026-12-25 06:30' } },
    });
    assert.deepEqual([again.export?.status, again.export?.nextAt], ['pending', '2026-12-25T05:30:00.000Z']);
  });

  it('S4 pause: one that ran when it was created cannot rest; what is not paused goes on as it is', async () => {
    const service = await begin('');
    assert.equal(await codeOf(pauseExport(service, karl, 'people', undefined)), 'not-scheduled');
    await deploy(service, anna, { text: peopleExport(DAILY, '[id]', 'other') });
    const before = await viewExport(service, 'other');
    assert.deepEqual(await resumeExport(service, karl, 'other'), before);
    for (const change of [pauseExport, resumeExport]) {
      const [problem] = await problemsOf(change(service, karl, 'othr', undefined));
      assert.deepEqual([problem.code, problem.suggestions], ['unknown-export', ['other']]);
    }
  });

  it('S4 R4 resume: one without a schedule that was cloned inactive runs then, once', async () => {
    const service = await begin('');
    await service.work();
    const copy = await cloneExport(service, karl, { params: { name: 'people' }, body: { name: 'copy', paused: true } });
    assert.deepEqual([copy.run, copy.export?.status], [null, 'inactive']);
    service.clock.step(1000);
    assert.equal((await resumeExport(service, karl, 'copy')).status, 'processing');
    assert.equal((await resumeExport(service, karl, 'copy')).status, 'processing');
    assert.equal((await due(service)).length, 2);
  });

  it('S4 L3 reschedule: a dry run shows the next five firings, the real one makes a revision with comments kept', async () => {
    const text = `# ask Anna\n${peopleExport('schedule: # their server\n  daily: {hours: [6]} # early\n  from: 2026-12-01\n')}`;
    const service = await testService({ store: await open() });
    await deploy(service, anna, { text });
    const asked = {
      params: { name: 'people' },
      body: { schedule: { weekly: { days: ['monday'], at: ['07:30'] } }, note: 'Mondays are enough' },
    };
    const shown = await rescheduleExport(service, karl, { ...asked, body: { ...asked.body, dryRun: true } });
    assert.deepEqual(
      shown.export?.plan.firings.map(({ at }) => at),
      ['07', '14', '21', '28'].map(day => `2026-12-${day}T07:30:00+01:00`).concat('2027-01-04T07:30:00+01:00'),
    );
    assert.equal((await viewExport(service, 'people')).revision, 1);
    const made = await rescheduleExport(service, karl, asked);
    assert.deepEqual([made.outcome, made.revision, made.export?.nextAt], ['revised', 2, '2026-12-07T06:30:00.000Z']);
    assert.equal(
      made.diff,
      `--- people, revision 1
+++ people, revision 2
@@ -5,5 +5,4 @@
 fields: [id, name, {from: email, to: Mail}]
 filters: none
 schedule: # their server
-  daily: {hours: [6]} # early
-  from: 2026-12-01
+  weekly: {days: [monday], at: ["07:30"]} # early
`,
    );
    assert.deepEqual(made.changes, [
      'Schedule: Every day at 06:00, Europe/Vienna, from 1 December 2026 → On Mondays at 07:30, Europe/Vienna',
    ]);
    const [revision] = (await listRevisions(service, { params: { name: 'people' }, query: {} })).items;
    assert.deepEqual([revision?.createdBy, revision?.note], ['Karl', 'Mondays are enough']);
    assert.equal((await rescheduleExport(service, karl, asked)).outcome, 'unchanged');
  });

  it('S4 reschedule: what is wrong is told at its key of the request; kinds stay what they are', async () => {
    const service = await begin(DAILY);
    const ask = (schedule: Record<string, unknown> | string) =>
      rescheduleExport(service, karl, { params: { name: 'people' }, body: { schedule } });
    const [wrong] = await problemsOf(ask({ daily: { hours: [25] } }));
    assert.deepEqual(wrong.place, { path: 'schedule.daily.hours[0]' });
    const [cron] = await problemsOf(ask({ cron: '0 6 * *' }));
    assert.deepEqual(cron.place, { path: 'schedule.cron' });
    assert.equal(await codeOf(ask({ at: '2026-12-24 06:30' })), 'schedule-kind-changed');
    assert.equal(await codeOf(ask('now')), 'schedule-kind-changed');
    assert.ok((await problemsOf(ask({ dayly: {} }))).length > 0);
    assert.ok((await problemsOf(ask('every day'))).length > 0);
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    assert.equal(await codeOf(ask(deep)), 'yaml-too-deep');
    assert.equal((await viewExport(service, 'people')).revision, 1);
    await deploy(service, anna, { text: peopleExport('', '[id]', 'once') });
    const once = await rescheduleExport(service, karl, { params: { name: 'once' }, body: { schedule: 'now' } });
    assert.equal(once.outcome, 'unchanged');
  });

  it('S4 reschedule: before one without a schedule gets one it is said that there is no way back', async () => {
    const service = await begin('');
    const ask = (schedule: Record<string, unknown>, dryRun: boolean) =>
      rescheduleExport(service, karl, { params: { name: 'people' }, body: { schedule, dryRun } });
    const { warnings } = await ask({ daily: { hours: [6] } }, true);
    assert.deepEqual(
      warnings.map(({ code, place }) => [code, place?.path]),
      [['schedule-stays', 'schedule']],
    );
    assert.match(warnings[0]?.message ?? '', /cannot go back to having none/);
    assert.match(warnings[0]?.fix ?? '', /waybill pause/);
    assert.deepEqual((await ask({ daily: { hours: [6] } }, false)).warnings, warnings);
    assert.deepEqual((await ask({ daily: { hours: [7] } }, false)).warnings, []);
  });

  it('S4 reschedule: times that are past today do not run, and a firing that was due still does', async () => {
    const service = await begin(DAILY, '2026-12-01T04:00:00Z');
    service.clock.set('2026-12-01T05:00:00.100Z');
    await rescheduleExport(service, karl, {
      params: { name: 'people' },
      body: { schedule: { daily: { hours: [5, 7] } } },
    });
    service.clock.set('2026-12-01T12:00:00Z');
    await service.tick();
    assert.deepEqual(await due(service), ['2026-12-01T05:00:00.000Z', '2026-12-01T06:00:00.000Z']);
  });

  it('S4 C2 reschedule: of two at once one is told that the other was first', async () => {
    const service = await begin(DAILY);
    const ask = (hour: number) =>
      rescheduleExport(service, karl, { params: { name: 'people' }, body: { schedule: { daily: { hours: [hour] } } } });
    const made = await Promise.allSettled([ask(7), ask(8), ask(9)]);
    const refused = made.flatMap(one => (one.status === 'rejected' ? [one.reason.code] : []));
    assert.ok(
      refused.every(code => code === 'revision-conflict'),
      refused.join(),
    );
    const { revision } = await viewExport(service, 'people');
    assert.equal(revision, 1 + made.length - refused.length);
  });
});
