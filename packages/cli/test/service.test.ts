import { strict as assert } from 'node:assert';
import { mkdir, writeFile } from 'node:fs/promises';
import { ApiError, type RunSummary } from '@waybill/api';
import { WaybillError } from '@waybill/engine/errors';
import picocolors from 'picocolors';
import { commandLine } from '../../../test/support/command-line.ts';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';
import { askedSettings } from '../src/administration/asked-settings.ts';
import { FAILED_RUN, isRunId } from '../src/deployed-runs/find-run.ts';
import { runExitCode } from '../src/deployed-runs/run-exit-code.ts';
import { exitCodeOf } from '../src/exit-codes.ts';
import { commonZone, localTime, periodText } from '../src/render/moments.ts';
import { logText } from '../src/serve/log-text.ts';
import { collectPages } from '../src/service/collect-pages.ts';
import { findConnection } from '../src/service/connection.ts';
import { asWaybillError } from '../src/service/service-problems.ts';

describe('C1 which service is asked', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  afterEach(() => folder.remove());

  const own = async (content: unknown = { url: 'http://127.0.0.1:8484', token: 'own', pid: 1 }) => {
    await writeFile(folder.join('waybill.yaml'), 'version: 1\n');
    await mkdir(folder.join('.waybill/service'), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(folder.join('.waybill/service/connection.json'), text);
  };
  const find = async (options: object, env: NodeJS.ProcessEnv = {}) => {
    const { url, token } = await findConnection({ cwd: folder.path, env } as never, options);
    return [url, token];
  };
  const codeOf = async (options: object, env: NodeJS.ProcessEnv = {}) => {
    const error = await find(options, env).then(
      () => undefined,
      thrown => thrown,
    );
    return error?.code;
  };

  it('C1 options come before the environment, and that before the service of the workspace', async () => {
    await own();
    const env = { WAYBILL_URL: 'https://env.example/', WAYBILL_TOKEN: 'env' };
    assert.deepEqual(await find({ url: 'https://option.example', token: 'option' }, env), [
      'https://option.example',
      'option',
    ]);
    assert.deepEqual(await find({}, env), ['https://env.example', 'env']);
    assert.deepEqual(await find({}), ['http://127.0.0.1:8484', 'own']);
    assert.deepEqual(await find({ token: 'option' }), ['http://127.0.0.1:8484', 'option']);
    assert.deepEqual(await find({ url: 'http://127.0.0.1:8484/' }), ['http://127.0.0.1:8484', 'own']);
  });
  it("Q1 the token of the workspace's service goes to no other address", async () => {
    await own();
    assert.equal(await codeOf({ url: 'https://elsewhere.example' }), 'service-token-missing');
    assert.equal(await codeOf({}, { WAYBILL_URL: 'http://127.0.0.1:8485' }), 'service-token-missing');
  });
  it('C1 without any service it says so; a file that holds none is said to be wrong', async () => {
    assert.equal(await codeOf({}), 'service-unknown');
    await own('{"url": ');
    assert.equal(await codeOf({}), 'connection-unreadable');
  });
  it('C1 an address that is none is exit code 2, no service is 6, each with what to do', async () => {
    const wrong = await commandLine(folder.path, ['list', '--url', '127.0.0.1:8484']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /wrong-argument {2}`--url` cannot be "127\.0\.0\.1:8484"/);
    const none = await commandLine(folder.path, ['list']);
    assert.equal(none.code, 6);
    assert.match(none.err, /error {2}service-unknown[\s\S]*fix: `waybill serve`/);
    const json = await commandLine(folder.path, ['list', '--json']);
    assert.deepEqual([json.code, JSON.parse(json.out).problems[0].kind, json.err], [6, 'service', '']);
  });
});

describe('C1 what a service says', () => {
  const details = (status: number, code: string, more: object = {}) => ({
    type: 'about:blank',
    title: 'No',
    status,
    detail: 'No.',
    code,
    requestId: 'r1',
    problems: [{ code, severity: 'error' as const, message: 'No.', fix: 'Do.', ...more }],
  });
  const codes: readonly (readonly [number, string, number])[] = [
    [404, 'unknown-export', 2],
    [409, 'revision-conflict', 2],
    [401, 'token-refused', 6],
    [403, 'role-needed', 6],
    [429, 'rate-limited', 6],
    [503, 'service-stopping', 6],
    [502, 'source-unreachable', 3],
    [500, 'internal-fault', 1],
    [422, 'a-code-of-a-newer-service', 2],
  ];
  for (const [status, code, exit] of codes) {
    it(`C1 C2 ${code} (${status}) is exit code ${exit}`, () => {
      const error = asWaybillError(new ApiError(details(status, code)));
      assert.ok(error instanceof WaybillError);
      assert.deepEqual([error.code, exitCodeOf(error.problems)], [code, exit]);
    });
  }
  it('C1 C2 an answer without problems is told with the request to look for in the log', () => {
    const error = asWaybillError(new ApiError({ ...details(500, 'x'), problems: [] }));
    assert.match(error.problems[0].fix, /r1/);
    assert.equal(exitCodeOf(error.problems), 6);
  });

  const outcomes: readonly (readonly [RunSummary['status'], string | undefined, number])[] = [
    ['success', undefined, 0],
    ['skipped', undefined, 0],
    ['queued', undefined, 0],
    ['quarantined', 'row-count-changed', 5],
    ['cancelled', undefined, 130],
    ['failed', 'destination-full', 3],
    ['failed', 'spool-disk-full', 4],
    ['failed', 'unknown-field', 2],
    ['failed', undefined, 3],
  ];
  for (const [status, code, exit] of outcomes) {
    it(`C1 R1 a run that is ${status}${code ? ` by ${code}` : ''} is exit code ${exit}`, () => {
      const problems = code === undefined ? [] : details(500, code).problems;
      assert.equal(runExitCode({ status, problems }), exit);
    });
  }
});

describe('C1 C4 the log of the service for people', () => {
  const line = (entry: object) =>
    logText(
      JSON.stringify({ level: 'info', time: '2026-12-01T05:30:04.123Z', service: 'waybill', ...entry }),
      picocolors.createColors(false),
    );
  it('C4 log: time, message, facts; the cause of an error', () => {
    assert.match(
      line({ msg: 'run queued', run: 'r1', export: 'sales' }),
      /^\d\d:30:04 {2}run queued {2}run=r1 export=sales$/,
    );
    assert.match(
      line({ level: 'error', msg: 'failed', err: { message: 'No route.', stack: 'at x' } }),
      /^\d\d:30:04 {2}failed {2}No route\.$/,
    );
    assert.equal(logText('not json\n', picocolors.createColors(false)), 'not json');
  });
  it('Q2 log: what a server says moves no cursor', () => {
    assert.ok(!line({ msg: '\u001b[2J', name: '\u001b[1m' }).includes('\u001b'));
  });
});

describe('C1 lists and times', () => {
  const pages = (sizes: readonly number[]) => {
    const asked: { limit: number; cursor?: string }[] = [];
    const ask = async (page: { limit: number; cursor?: string }) => {
      asked.push(page);
      const at = asked.length - 1;
      return {
        items: Array.from({ length: sizes[at] ?? 0 }, () => at),
        next: at + 1 < sizes.length ? `after ${at}` : null,
      };
    };
    return { asked, ask };
  };
  it('R6 pages: no more are asked for than wanted, and whether there are more is known', async () => {
    const few = pages([50, 50]);
    assert.deepEqual((await collectPages({}, few.ask)).next, 'after 0');
    assert.deepEqual(few.asked, [{ limit: 50 }]);
    const many = pages([200, 50, 1]);
    assert.equal((await collectPages({ limit: 250 }, many.ask)).items.length, 250);
    assert.deepEqual(many.asked, [{ limit: 200 }, { limit: 50, cursor: 'after 0' }]);
    const all = pages([200, 200, 3]);
    assert.deepEqual([(await collectPages({ all: true }, all.ask)).items.length, all.asked.length], [403, 3]);
  });

  it('S2 times: as the clocks of the zone show them', () => {
    assert.equal(localTime('2026-12-01T05:30:00Z', 'Europe/Vienna'), '2026-12-01 06:30');
    assert.equal(localTime('2026-12-01T05:30:05Z', 'America/New_York'), '2026-12-01 00:30:05');
    assert.equal(commonZone(['UTC', 'UTC']), 'UTC');
    assert.equal(commonZone(['UTC', 'Europe/Vienna']), undefined);
  });
  const periods: readonly (readonly [string | null, string, string])[] = [
    ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '2026-03-29'],
    ['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', '2026-03-01 to 2026-03-31'],
    ['2026-03-28T05:00:00Z', '2026-03-28T06:00:00Z', '2026-03-28 06:00 to 2026-03-28 07:00'],
    [null, '2026-03-29T22:00:00Z', 'everything up to 2026-03-30 00:00'],
    ['2026-03-28T23:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29 00:00 to 2026-03-29 00:00'],
  ];
  for (const [from, to, text] of periods) {
    it(`D9 times: ${from} to ${to} is "${text}" in Vienna`, () => {
      assert.equal(periodText({ from, to }, 'Europe/Vienna'), text);
    });
  }

  it('R3 rerun: the newest failed run that no other has repaired or is about to', () => {
    const runs = [
      { id: 'd', status: 'queued', occasion: '3' },
      { id: 'c', status: 'failed', occasion: '3' },
      { id: 'b', status: 'success', occasion: '2' },
      { id: 'a', status: 'failed', occasion: '2' },
      { id: '2', status: 'failed', occasion: '1' },
      { id: '1', status: 'failed', occasion: '1' },
    ] as RunSummary[];
    assert.deepEqual(
      runs.filter(run => FAILED_RUN.fits(run, runs)).map(run => run.id),
      ['2', '1'],
    );
    assert.ok(isRunId('20261122T095500123-3f9a2c01bd45') && !isRunId('daily-sales') && !isRunId('20261122'));
  });

  it('X1 destination: settings are words; YAML where it is a number, a boolean or a list; `key=` takes away', () => {
    const before = { type: 'sftp', host: 'old', port: 22, folder: '/in' };
    const words = [
      'host=new',
      'port=',
      'password=${secret:partner}',
      'implicit=true',
      'hosts=[a, b]',
      'x=a: b=c',
      'size=10',
    ];
    assert.deepEqual(askedSettings(words, before), {
      type: 'sftp',
      host: 'new',
      folder: '/in',
      password: '${secret:partner}',
      implicit: true,
      hosts: ['a', 'b'],
      x: 'a: b=c',
      size: 10,
    });
    assert.throws(() => askedSettings(['host'], {}));
  });
});
