import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Direction } from '../../../../test/support/tcp-proxy.ts';
import { startTcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { deliver } from '../../src/delivery/deliver.ts';
import type { Delivery, DeliveryRequest } from '../../src/delivery/delivery-types.ts';
import { NO_RETRY } from '../../src/delivery/retry.ts';
import { WaybillError } from '../../src/errors/index.ts';
import { BACKENDS, type Backend } from './backends.ts';
import { codeOf, content, failureOf, NEVER, noise } from './contents.ts';

const OLD = Buffer.from('what was there before');
const NEW = noise(400_003);
const FAST = { attempts: 4, first: 1, factor: 1, longest: 1 };

/** How many cut points each property looks at. */
const CUTS = 12;

for (const kind of BACKENDS.filter(b => b.name !== 'local')) {
  describe(`X2 delivery over ${kind.name}, when the connection is cut`, function () {
    this.timeout(180_000);
    let backend: Backend;
    /** Bytes that one delivery takes in each direction. */
    let cost: Record<Direction, number>;

    const proxy = () => {
      assert.ok(backend.proxy);
      return backend.proxy;
    };
    const names = () => [...backend.all().keys()].sort();
    const send = (bytes: Buffer, more: Partial<DeliveryRequest> = {}): Promise<Delivery> =>
      deliver({
        destination: backend.destination(),
        runId: 'run-1',
        files: [{ path: 'x.csv', content: content(bytes) }],
        companion: { type: 'trigger' },
        retry: FAST,
        signal: NEVER,
        ...more,
      });
    const cutPoint = () =>
      fc
        .tuple(fc.constantFrom<Direction>('up', 'down'), fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([direction, part]) => ({ direction, after: Math.floor(part * cost[direction]) }));

    before(async () => {
      backend = await kind.start();
      await send(NEW);
      const passed = { ...proxy().passed };
      await send(NEW);
      cost = { up: proxy().passed.up - passed.up, down: proxy().passed.down - passed.down };
    });
    after(() => backend[Symbol.asyncDispose]());

    it('X2 delivery: a cut at any byte shows no partial file, leaves nothing, and the next delivery is right', () =>
      fc.assert(
        fc.asyncProperty(cutPoint(), async ({ direction, after }) => {
          backend.clear();
          proxy().restore();
          await send(OLD, { companion: undefined });
          proxy().cutAfter(direction, after);
          const outcome = await send(NEW, { retry: NO_RETRY }).then(
            () => 'done',
            (error: unknown) => {
              assert.ok(error instanceof WaybillError, String((error as Error).stack));
              return error.problems.length === 1 ? 'failed' : 'said what is left';
            },
          );
          const there = backend.read('x.csv');
          assert.ok(there.equals(NEW) || (outcome !== 'done' && there.equals(OLD)), 'a partial file');
          const done = names().includes('x.csv.done');
          if (outcome === 'done' || done) assert.ok(there.equals(NEW), 'a trigger without its file');
          if (outcome === 'failed') {
            assert.deepEqual(
              names().filter(n => n !== 'x.csv.done'),
              ['x.csv'],
              'left behind in silence',
            );
          }
          proxy().restore();
          await send(NEW);
          assert.deepEqual(names(), ['x.csv', 'x.csv.done']);
          assert.ok(backend.read('x.csv').equals(NEW));
        }),
        { numRuns: CUTS },
      ));

    it('X2 delivery: retries end with exactly one file, also when the cut hides that it was put in place', () =>
      fc.assert(
        fc.asyncProperty(cutPoint(), fc.constantFrom('version' as const, 'fail' as const), async (cut, ifExists) => {
          backend.clear();
          proxy().restore();
          proxy().cutAfter(cut.direction, cut.after);
          const done = await send(NEW, { ifExists });
          assert.equal(done.files[0]?.path, 'x.csv');
          assert.deepEqual(names(), ['x.csv', 'x.csv.done']);
          assert.ok(backend.read('x.csv').equals(NEW));
        }),
        { numRuns: CUTS },
      ));

    it('X2 delivery: a server that resets every connection fails after the last attempt, as unreachable or lost', async () => {
      backend.clear();
      proxy().refuse();
      const waits: number[] = [];
      const error = await failureOf(send(NEW, { onRetry: (_error, next) => waits.push(next) }));
      proxy().restore();
      assert.match(error.code, /^destination-(connection-lost|unreachable|tls-failed)$/);
      assert.deepEqual(waits, [2, 3, 4]);
      assert.deepEqual(names(), []);
    });

    it('X2 delivery: nobody listening is unreachable', async () => {
      const gone = await startTcpProxy({ port: 1 });
      await gone.stop();
      const change = kind.name === 's3' ? { endpoint: `http://127.0.0.1:${gone.port}` } : { port: gone.port };
      const done = send(NEW, { destination: backend.destination(change), retry: NO_RETRY });
      assert.equal(await codeOf(done), 'destination-unreachable');
    });

    it('X2 delivery: a server that falls silent ends in a timeout', async () => {
      proxy().pause();
      const destination = backend.destination({ connect_timeout: 0.4, idle_timeout: 0.4 });
      const code = await codeOf(send(NEW, { destination, retry: NO_RETRY }));
      proxy().restore();
      assert.equal(code, 'destination-timeout');
    });
  });
}
