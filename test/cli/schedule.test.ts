import { strict as assert } from 'node:assert';
import { runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { peopleExport, smallWorkspace } from './small-workspace.ts';

const NIGHTLY = 'window: {previous: day}\nschedule: {daily: {hours: [2], minutes: [30]}}\n';

describe('C1 schedule', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder, {
      'exports/nightly.export.yaml': peopleExport(NIGHTLY, undefined, 'nightly'),
      'exports/tokyo.export.yaml': peopleExport(`timezone: Asia/Tokyo\n${NIGHTLY}`, undefined, 'tokyo'),
      'exports/never.export.yaml': peopleExport('schedule: {cron: "0 0 31 2 *"}\n', undefined, 'never'),
      'exports/dated.export.yaml': peopleExport('schedule: {at: "2037-12-01 06:30"}\n', undefined, 'dated'),
      'exports/wrong.export.yaml': peopleExport('schedule: {cron: "0 24 * * *"}\n', undefined, 'wrong'),
    });
  });
  after(() => folder?.remove());
  const schedule = (...args: string[]) => runCli(['schedule', ...args], { cwd: folder.path });

  it('C1 S1 S2 schedule: --json has full instants and windows, over a change of the clocks', async () => {
    const result = await schedule('exports/nightly.export.yaml', '--after', '2026-03-28', '--count', '3', '--json');
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.deepEqual(JSON.parse(result.stdout), {
      export: 'nightly',
      schedule: 'Every day at 02:30, Europe/Vienna',
      timezone: 'Europe/Vienna',
      firings: [
        {
          at: '2026-03-28T02:30:00+01:00',
          day: '2026-03-28',
          window: { from: '2026-03-27T00:00:00+01:00', to: '2026-03-28T00:00:00+01:00' },
        },
        {
          at: '2026-03-29T03:00:00+02:00',
          day: '2026-03-29',
          window: { from: '2026-03-28T00:00:00+01:00', to: '2026-03-29T00:00:00+01:00' },
        },
        {
          at: '2026-03-30T02:30:00+02:00',
          day: '2026-03-30',
          window: { from: '2026-03-29T00:00:00+01:00', to: '2026-03-30T00:00:00+02:00' },
        },
      ],
    });
  });

  it('C1 S1 schedule: for people, the schedule in words and five runs with their windows', async () => {
    const result = await schedule('exports/nightly.export.yaml', '--after', '2026-03-28');
    assert.deepEqual([result.code, result.stderr], [0, '']);
    const [words, empty, ...lines] = result.stdout.trimEnd().split('\n');
    assert.deepEqual([words, empty, lines.length], ['nightly: Every day at 02:30, Europe/Vienna', '', 5]);
    assert.equal(lines[1], 'Sunday 29 March 2026, 03:00 +02:00     Saturday 28 March 2026 (Europe/Vienna)');
  });

  it("C1 schedule: --after begins with the first instant of the day in the definition's zone", async () => {
    const result = await schedule('exports/tokyo.export.yaml', '--after', '2026-03-28', '--json', '--count', '1');
    assert.equal(JSON.parse(result.stdout).firings[0].at, '2026-03-28T02:30:00+09:00');
  });

  it('C1 schedule: from now, without a window', async () => {
    const result = await schedule('exports/dated.export.yaml', '--json');
    assert.deepEqual(JSON.parse(result.stdout).firings, [
      { at: '2037-12-01T06:30:00+01:00', day: '2037-12-01', window: null },
    ]);
  });

  it('C1 S1 schedule: one that never fires lists none and says why', async () => {
    const result = await schedule('exports/never.export.yaml');
    assert.equal(result.code, 0);
    assert.match(result.stdout, /no run is to come\nThe schedule never fires: the calendar has no such day\./);
    const json = await schedule('exports/never.export.yaml', '--json');
    assert.deepEqual(JSON.parse(json.stdout).firings, []);
  });

  it('C1 schedule: without one it runs when it is created', async () => {
    const result = await schedule('exports/people.export.yaml');
    assert.equal(result.stdout, 'people: Once, when it is created\n');
  });

  it('C1 schedule: what is wrong is told', async () => {
    const wrong = await schedule('exports/wrong.export.yaml');
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /"24" as the hour/);
    for (const args of [
      ['--after', '28.3.2026'],
      ['--after', '2026-02-30'],
      ['--count', '0'],
      ['--count', 'x'],
    ]) {
      const result = await schedule('exports/nightly.export.yaml', ...args);
      assert.equal(result.code, 2, args.join(' '));
    }
  });

  it('C1 S1 validate: a schedule that never fires is valid, with a warning', async () => {
    const result = await runCli(['validate', 'exports/never.export.yaml'], { cwd: folder.path });
    assert.equal(result.code, 0);
    assert.match(result.stdout, /schedule-never/);
  });
});
