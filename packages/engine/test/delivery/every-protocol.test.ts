import assert from 'node:assert/strict';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { deliver } from '../../src/delivery/deliver.ts';
import type { DeliveryProgress, DeliveryRequest } from '../../src/delivery/delivery-types.ts';
import { NO_RETRY } from '../../src/delivery/retry.ts';
import { createSpool } from '../../src/delivery/spool.ts';
import { TEST_STEPS, testDestination } from '../../src/delivery/test-destination.ts';
import { BACKENDS, type Backend } from './backends.ts';
import { codeOf, content, failureOf, NEVER, noise, sha256 } from './contents.ts';

/** Those that send under a hidden name. */
const sendsHidden = (kind: string) => kind !== 's3';

const FAST = { attempts: 3, first: 1, factor: 1, longest: 1 };

for (const kind of BACKENDS) {
  describe(`X2 delivery over ${kind.name}`, () => {
    let backend: Backend;
    before(async () => {
      backend = await kind.start();
    });
    after(() => backend[Symbol.asyncDispose]());
    beforeEach(() => backend.clear());

    const send = (
      files: Readonly<Record<string, Buffer>>,
      more: Partial<Omit<DeliveryRequest, 'files' | 'destination'>> = {},
    ) =>
      deliver({
        destination: backend.destination(),
        runId: 'run-1',
        files: Object.entries(files).map(([path, bytes]) => ({ path, content: content(bytes) })),
        retry: FAST,
        signal: NEVER,
        ...more,
      });
    const names = () => [...backend.all().keys()].sort();

    it('X2 delivery: the file arrives whole in a new folder, and nothing else is left', async () => {
      const bytes = noise(3_000_017);
      const done = await send({ 'out/2026/sales.csv': bytes });
      assert.deepEqual(names(), ['out/2026/sales.csv']);
      assert.ok(backend.read('out/2026/sales.csv').equals(bytes));
      assert.equal(done.attempts, 1);
      assert.equal(done.files[0]?.bytes, bytes.length);
      assert.equal(done.files[0]?.sha256, sha256(bytes));
      assert.equal(done.files[0]?.name, 'sales.csv');
      assert.match(done.files[0]?.location ?? '', /sales\.csv$/);
    });

    it('X2 delivery: an empty file and a name with spaces and accents arrive', async () => {
      await send({ 'Zusammenfassung für März 1.csv': Buffer.alloc(0), 'b.csv': Buffer.from('x') });
      assert.deepEqual(names(), ['Zusammenfassung für März 1.csv', 'b.csv'].sort());
      assert.equal(backend.read('b.csv').toString(), 'x');
    });

    it('X2 delivery: overwrite replaces a longer file', async () => {
      await send({ 'x.csv': noise(300_000) });
      const bytes = noise(70_000);
      await send({ 'x.csv': bytes }, { ifExists: 'overwrite', runId: 'run-2' });
      assert.deepEqual(names(), ['x.csv']);
      assert.ok(backend.read('x.csv').equals(bytes));
    });

    if (sendsHidden(kind.name))
      it('X2 delivery: what killed runs left under hidden names is removed when it is surely dead', async () => {
        const hours = (n: number) => new Date(Date.now() - n * 3_600_000);
        const before: [name: string, age: number, stays: boolean][] = [
          ['in/.sales_20261121.csv.20261121T060000-3f9a2c.part', 21, false],
          ['in/.sales_20261122.csv.20261121T060000-3f9a2d.part', 500, false],
          ['in/.sales_20261122.csv.manifest.json.20261121T060000-3f9a2c.part', 21, false],
          ['in/.sales_20261122.csv.20261122T060000-3f9a2c.part', 19, true],
          ['in/.other_20261121.csv.20261121T060000-3f9a2c.part', 21, true],
          ['in/.sales_20261121.csv.download.part', 500, true],
          ['in/sales_20261121.csv.20261121T060000-3f9a2c.part', 500, true],
          ['in/sales_20261121.csv', 500, true],
          ['.sales_20261122.csv.20261121T060000-3f9a2c.part', 500, true],
        ];
        for (const [name, age] of before) backend.put(name, hours(age));
        await send(
          { 'in/sales_20261122.csv': Buffer.from('x') },
          { runId: '20261122T060000-aaaaaa', companion: { type: 'manifest', text: () => '{}' }, ifExists: 'version' },
        );
        const stay = before.filter(([, , stays]) => stays).map(([name]) => name);
        const made = ['in/sales_20261122.csv', 'in/sales_20261122.csv.manifest.json'];
        assert.deepEqual(names(), [...stay, ...made].sort());
      });

    it('X2 delivery: version takes the next free number, before the whole extension', async () => {
      const paths: (string | undefined)[] = [];
      for (const run of ['1', '2', '3']) {
        const done = await send({ 'a/x.csv.gz': Buffer.from(run) }, { ifExists: 'version', runId: run });
        paths.push(done.files[0]?.path);
      }
      assert.deepEqual(paths, ['a/x.csv.gz', 'a/x_2.csv.gz', 'a/x_3.csv.gz']);
      assert.equal(backend.read('a/x.csv.gz').toString(), '1');
      assert.equal(backend.read('a/x_3.csv.gz').toString(), '3');
    });

    it('X2 delivery: fail leaves what is there and says which name', async () => {
      await send({ 'x.csv': Buffer.from('first') });
      const error = await failureOf(send({ 'x.csv': Buffer.from('second') }, { ifExists: 'fail', runId: 'run-2' }));
      assert.equal(error.code, 'destination-name-exists');
      assert.match(error.message, /x\.csv/);
      assert.deepEqual(names(), ['x.csv']);
      assert.equal(backend.read('x.csv').toString(), 'first');
    });

    it('X2 delivery: fail also fails when the name is taken while the file is sent', async () => {
      const taken = send(
        { 'x.csv': Buffer.from('second') },
        {
          ifExists: 'fail',
          runId: 'run-2',
          beforePublish: async () => void (await send({ 'x.csv': Buffer.from('first') })),
        },
      );
      assert.equal(await codeOf(taken), 'destination-name-exists');
      assert.deepEqual(names(), ['x.csv']);
      assert.equal(backend.read('x.csv').toString(), 'first');
    });

    it('X2 delivery: version moves on when the name is taken while the file is sent', async () => {
      let raced = false;
      const done = await send(
        { 'x_1.csv': noise(100_000), 'x_2.csv': Buffer.from('b') },
        {
          ifExists: 'version',
          path: 'x.csv',
          runId: 'run-2',
          beforePublish: async () => {
            if (!raced) await send({ 'x_2.csv': Buffer.from('other') });
            raced = true;
          },
        },
      );
      assert.deepEqual(
        done.files.map(f => f.path),
        ['x_1_2.csv', 'x_2_2.csv'],
      );
      assert.deepEqual(names(), ['x_1_2.csv', 'x_2.csv', 'x_2_2.csv']);
      assert.equal(backend.read('x_2.csv').toString(), 'other');
    });

    it('X2 delivery: parts appear together, then one manifest that names them all', async () => {
      const seen: string[][] = [];
      const done = await send(
        { 'x_0001.csv': noise(100_000), 'x_0002.csv': noise(90_000) },
        {
          path: 'x.csv',
          companion: {
            type: 'manifest',
            text: files => {
              seen.push(names().filter(n => !n.includes('.part') && !n.startsWith('unfinished')));
              return JSON.stringify(files.map(f => [f.name, f.bytes, f.sha256]));
            },
          },
        },
      );
      assert.deepEqual(seen, [[]]);
      assert.deepEqual(names(), ['x.csv.manifest.json', 'x_0001.csv', 'x_0002.csv']);
      assert.equal(done.companion?.path, 'x.csv.manifest.json');
      const manifest = JSON.parse(backend.read('x.csv.manifest.json').toString());
      assert.deepEqual(manifest[1], ['x_0002.csv', 90_000, sha256(backend.read('x_0002.csv'))]);
    });

    it('X2 delivery: the trigger is empty and replaces an older one', async () => {
      for (const runId of ['1', '2']) await send({ 'x.csv': noise(10) }, { runId, companion: { type: 'trigger' } });
      assert.deepEqual([...backend.all()].sort(), [
        ['x.csv', 10],
        ['x.csv.done', 0],
      ]);
    });

    it('X2 delivery: what an interrupted delivery of the same run left is overwritten', async () => {
      const destination = backend.destination();
      {
        await using session = await destination.open(NEVER);
        await session.stage('x.csv', content(noise(200_000)), { runId: 'run-1' });
      }
      const bytes = noise(100_000);
      await deliver({
        destination,
        runId: 'run-1',
        files: [{ path: 'x.csv', content: content(bytes) }],
        signal: NEVER,
        retry: NO_RETRY,
      });
      assert.deepEqual(names(), ['x.csv']);
      assert.ok(backend.read('x.csv').equals(bytes));
    });

    it('X2 delivery: the upload follows a growing file, and a path made of the row count waits for its end', async () => {
      await using folder = await tempFolder();
      await using spool = await createSpool(folder.join('spool'));
      const chunk = noise(9 * 1024 * 1024);
      let wait: (() => void) | undefined;
      const some = new Promise<void>(resolve => {
        wait = resolve;
      });
      const progress: DeliveryProgress[] = [];
      const done = deliver({
        destination: backend.destination(),
        runId: 'r',
        files: [
          { path: 'x.csv', content: spool },
          { path: summary => `rows-${summary.rows}.csv`, content: spool },
        ],
        signal: NEVER,
        onProgress: p => {
          progress.push(p);
          wait?.();
        },
      });
      await spool.write(chunk);
      // The destination has taken some of it before production has ended.
      await some;
      await spool.write(Buffer.from('end'));
      await spool.finish({ rows: 12, sha256: sha256(Buffer.concat([chunk, Buffer.from('end')])) });
      await done;
      assert.deepEqual(names(), ['rows-12.csv', 'x.csv']);
      assert.ok(backend.read('x.csv').equals(Buffer.concat([chunk, Buffer.from('end')])));
      assert.equal(progress.at(-1)?.sent, 2 * (chunk.length + 3));
      assert.equal(progress.at(-1)?.complete, true);
    });

    it('X2 delivery: when production fails, its error comes out and nothing is left', async () => {
      await using folder = await tempFolder();
      await using spool = await createSpool(folder.join('spool'));
      const broken = new Error('the database went away');
      const done = deliver({
        destination: backend.destination(),
        runId: 'r',
        files: [
          { path: 'first.csv', content: content(noise(100_000)) },
          { path: 'x.csv', content: spool },
        ],
        signal: NEVER,
        retry: FAST,
        onProgress: p => {
          if (p.sent > 100_000) void spool.fail(broken);
        },
      });
      await spool.write(noise(9 * 1024 * 1024));
      await assert.rejects(done, error => error === broken);
      assert.deepEqual(names(), []);
    });

    it('X2 delivery: an abort in the middle leaves nothing', async () => {
      await using folder = await tempFolder();
      await using spool = await createSpool(folder.join('spool'));
      const stop = new AbortController();
      const done = deliver({
        destination: backend.destination(),
        runId: 'r',
        files: [{ path: 'out/x.csv', content: spool }],
        signal: stop.signal,
        onProgress: () => stop.abort(),
      });
      await spool.write(noise(9 * 1024 * 1024));
      const error = await failureOf(done);
      assert.equal(error.code, 'interrupted');
      assert.equal(error.problems.length, 1, error.message);
      assert.deepEqual(names(), []);
    });

    it('O7 delivery: what a check before the first file appears refuses, leaves nothing', async () => {
      const refusal = new Error('too few rows');
      const done = send(
        { 'x.csv': noise(100_000) },
        {
          beforePublish: async files => {
            assert.equal(files[0]?.bytes, 100_000);
            throw refusal;
          },
        },
      );
      await assert.rejects(done, error => error === refusal);
      assert.deepEqual(names(), []);
    });

    it('C1 destination test: proves every step and leaves nothing', async () => {
      const told: string[] = [];
      const result = await testDestination(backend.destination(), { signal: NEVER, onStep: s => told.push(s.step) });
      assert.deepEqual(
        result.steps.map(s => [s.step, s.outcome, s.problems]),
        TEST_STEPS.map(step => [step, 'ok', []]),
      );
      assert.deepEqual(told, [...TEST_STEPS]);
      assert.ok(result.ok);
      assert.deepEqual(names(), []);
    });
  });
}
