import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import type { Actor } from '../../src/context.ts';
import { archiveExport } from '../../src/exports/archive-export.ts';
import { checkDefinitionText } from '../../src/exports/check-definition.ts';
import { cloneExport } from '../../src/exports/clone-export.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { viewExport } from '../../src/exports/export-view.ts';
import { listExports } from '../../src/exports/list-exports.ts';
import { claimRun } from '../../src/queue/claim-run.ts';
import { executeRun } from '../../src/runs/execute-run.ts';
import { getRun, getRunLog, listRuns } from '../../src/runs/list-runs.ts';
import { codeOf, problemsOf } from './problems-of.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\n';
const karl: Actor = { name: 'Karl', role: 'editor', via: 'slack' };

eachStore('copies and ends of exports', open => {
  afterEach(closeServices);
  const begin = async (more: string) => {
    const service = await testService({ store: await open() });
    await deploy(service, anna, { text: peopleExport(more) });
    return service;
  };

  it('R4 clone: all settings under a new name, comments too; the original stays as it is', async () => {
    const service = await begin(`# theirs\ndeliver: {to: share} # a\n${DAILY}`);
    const before = await viewExport(service, 'people');
    const asked = { params: { name: 'people' }, body: { name: 'people 2' } };
    const shown = await cloneExport(service, karl, { ...asked, body: { ...asked.body, dryRun: true } });
    assert.deepEqual([shown.outcome, shown.export, shown.warnings], ['created', null, []]);
    assert.deepEqual(shown.changes, ['Name: people → people 2']);
    assert.equal(await codeOf(viewExport(service, 'people 2')), 'unknown-export');

    const made = await cloneExport(service, karl, asked);
    assert.equal(made.diff, shown.diff);
    assert.equal(made.export?.text, before.text.replace('name: people', 'name: people 2'));
    assert.deepEqual([made.export?.createdBy, made.export?.nextAt, made.revision], ['Karl', before.nextAt, 1]);
    assert.deepEqual(await viewExport(service, 'people'), before);
    assert.equal(await codeOf(cloneExport(service, karl, asked)), 'export-exists');
    assert.equal(await codeOf(cloneExport(service, karl, { ...asked, body: { name: 'people' } })), 'export-exists');
    assert.equal(await codeOf(cloneExport(service, karl, { ...asked, params: { name: 'poeple' } })), 'unknown-export');
  });

  it('R4 clone: changed before it is created, and warned of when both would write one file', async () => {
    const service = await begin(`deliver: {to: share, path: "a_%Y"}\n${DAILY}`);
    const asked = (text: string) =>
      cloneExport(service, karl, { params: { name: 'people' }, body: { name: 'copy', text, dryRun: true } });
    const same = await asked(peopleExport(`deliver: {to: share, path: "a_%Y"}\n${DAILY}`, '[id]'));
    assert.deepEqual(
      same.warnings.map(({ code, place }) => [code, place?.path, place?.line]),
      [['clone-same-file', 'deliver.path', 6]],
    );
    assert.deepEqual(same.changes.slice(0, 2), ['Name: people → copy', 'Fields removed: name, Mail']);
    const other = await asked(peopleExport(`deliver: {to: share, path: "b_%Y"}\n${DAILY}`, '[id]', 'named otherwise'));
    assert.deepEqual([other.warnings, other.changes[0]], [[], 'Name: people → copy']);
    const [wrong] = await problemsOf(asked(peopleExport('', '[nam]')));
    assert.equal(wrong.code, 'unknown-field');
    await problemsOf(asked('{{{'));
    for (const name of ['a/b', ' a', 'a\nb', 'a\0b']) {
      await problemsOf(cloneExport(service, karl, { params: { name: 'people' }, body: { name } }));
    }
  });

  it('R4 clone: inactive, it does nothing until it is resumed', async () => {
    const service = await begin(DAILY);
    const made = await cloneExport(service, karl, { params: { name: 'people' }, body: { name: 'copy', paused: true } });
    assert.deepEqual([made.export?.status, made.export?.nextAt], ['inactive', null]);
    service.clock.set('2026-12-02T12:00:00Z');
    await service.tick();
    assert.deepEqual(
      (await listRuns(service, {})).items.map(run => run.export),
      ['people'],
    );
  });

  it('R6 archive: nothing fires any more, what waits is cancelled, what goes on finishes, the name is free', async () => {
    const service = await begin(`deliver: {to: share}\n${DAILY}`);
    service.clock.set('2026-12-03T12:00:00Z');
    await service.tick();
    const claimed = await claimRun(service);
    assert.ok(claimed);
    let woken = 0;
    service.signals.on('schedule', () => woken++);
    await archiveExport(service, karl, 'people');
    assert.equal(woken, 1);
    assert.equal(await codeOf(viewExport(service, 'people')), 'unknown-export');
    assert.equal(await codeOf(archiveExport(service, karl, 'people')), 'unknown-export');
    assert.deepEqual((await listExports(service, {})).items, []);
    assert.equal(await service.store.db.exportDestination.count(), 0);

    await executeRun(service, claimed, new AbortController().signal);
    assert.equal((await getRun(service, claimed.run.id)).status, 'success');
    const { items } = await listRuns(service, {});
    assert.deepEqual(items.map(({ status }) => status).sort(), ['cancelled', 'success']);
    const cancelled = items.find(({ status }) => status === 'cancelled');
    const log = (await getRunLog(service, cancelled?.id ?? '', {})).items.map(({ message }) => message);
    assert.match(log.at(-1) ?? '', /^Cancelled, since Karl removed the export\.$/);
    service.clock.set('2026-12-10T12:00:00Z');
    await service.tick();
    assert.equal((await listRuns(service, {})).items.length, 2);
    assert.equal((await deploy(service, karl, { text: peopleExport(DAILY) })).outcome, 'created');
  });

  const check = async (text: string, more: { file?: string; shape?: boolean } = {}) =>
    checkDefinitionText(await testService({ store: await open() }), { body: { text, ...more } });

  it('C1 L2 check: all that a review shows, from a definition that is nowhere yet', async () => {
    const found = await check(
      peopleExport(
        'window: {previous: day}\nfile: {archive: zip}\ndeliver: {to: share, path: "p_{window.from}_%Y%m%d"}\nschedule: {daily: {hours: [6]}, until: 2026-12-02}\n',
      ),
      { shape: true },
    );
    assert.deepEqual(found, {
      valid: true,
      problems: [],
      name: 'people',
      schedule: 'Every day at 06:00, Europe/Vienna, until 2 December 2026',
      firings: [
        {
          at: '2026-12-02T06:00:00+01:00',
          day: '2026-12-02',
          window: { from: '2026-12-01T00:00:00+01:00', to: '2026-12-02T00:00:00+01:00' },
        },
      ],
      fileNames: ['p_2026-11-30_20261201.csv.zip'],
      columns: [
        { header: 'id', type: 'number' },
        { header: 'name', type: 'text' },
        { header: 'Mail', type: 'text' },
      ],
    });
  });

  it('C1 L2 check: mistakes are told at their places, and what can be said all the same is said', async () => {
    const found = await check(peopleExport(DAILY, '[id, nam]'), { file: 'x.export.yaml', shape: true });
    assert.deepEqual([found.valid, found.name, found.fileNames, found.columns], [false, 'people', [], null]);
    assert.deepEqual(
      found.problems.map(({ code, place }) => [code, place?.file, place?.line]),
      [['unknown-field', 'x.export.yaml', 4]],
    );
    assert.equal(found.schedule, 'Every day at 06:00, Europe/Vienna');
    assert.equal(found.firings.length, 5);
    for (const text of ['', '{{{', 'a: 1', '- x', 'null', '"\ud800"', 'x: \0']) {
      assert.equal((await check(text, { shape: true })).valid, false, text);
    }
  });

  it('C1 L2 check: a window that is refused now is an error of what runs now, and none of what runs later', async () => {
    const window = 'window: {from: 2026-12-01, to: 2026-12-11}\ndeliver: {to: share, path: "p_%d"}\n';
    const now = await check(peopleExport(window));
    assert.deepEqual([now.valid, now.problems[0]?.place?.path, now.fileNames], [false, 'window.to', []]);
    const later = await check(peopleExport(`${window}schedule: {at: "2026-12-24 06:30"}\n`));
    assert.deepEqual([later.valid, later.problems, later.fileNames], [true, [], ['p_24.csv']]);
  });

  it('C1 L2 check: a source that cannot say its columns is a warning', async () => {
    const service = await testService({ store: await open(), files: { 'data/people.csv': 'other\n1\n' } });
    const found = await checkDefinitionText(service, { body: { text: peopleExport(), shape: true } });
    assert.deepEqual([found.valid, found.columns], [true, null]);
    assert.deepEqual([...new Set(found.problems.map(({ severity }) => severity))], ['warning']);
    assert.deepEqual(found.fileNames, ['people.csv']);
  });
});
