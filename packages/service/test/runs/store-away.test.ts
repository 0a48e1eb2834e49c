import assert from 'node:assert/strict';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { isDisconnection } from '../../src/store/error-codes.ts';
import type { Store } from '../../src/store/store.ts';

/** The store, whose connection the server cuts in the first question that an attempt asks in the middle of its work. */
function cutOnce(store: Store): Store {
  let cut = false;
  const run = new Proxy(store.db.run, {
    get: (target, name) => {
      if (name !== 'findMany' || cut) return Reflect.get(target, name);
      return async (request: { where?: { facts?: unknown } }) => {
        if (request.where?.facts === undefined || cut) return target.findMany(request as never);
        cut = true;
        return store.db.$queryRawUnsafe('select pg_terminate_backend(pg_backend_pid())');
      };
    },
  });
  const db = new Proxy(store.db, { get: (target, name) => (name === 'run' ? run : Reflect.get(target, name)) });
  return { ...store, db };
}

eachStore('a database that goes away in the middle of a run', (open, provider) => {
  if (provider !== 'postgresql') return;
  afterEach(closeServices);

  it('R2 C3: the run goes back to the queue, and it was no attempt of its own', async () => {
    const service = await testService({ store: cutOnce(await open()), env: { WAYBILL_ATTEMPTS: '1' } });
    await deploy(service, anna, { text: peopleExport('deliver: {to: share}\n', '[id]', 'people') });
    const [id = ''] = await service.work();
    const waiting = await service.store.db.run.findUniqueOrThrow({ where: { id }, include: { log: true } });
    assert.equal(waiting.status, 'queued', waiting.problems ?? '');
    assert.equal(waiting.attempt, 0);
    assert.match(waiting.problems ?? '', /"store-away"/);
    assert.ok(waiting.log.some(({ message }) => /database of the service cannot be reached/.test(message)));
    assert.ok(waiting.availableAt > service.clock.now(), 'it does not begin again at once');

    service.clock.step(10 * 60_000);
    assert.deepEqual(await service.work(), [id]);
    const over = await service.store.db.run.findUniqueOrThrow({ where: { id } });
    assert.deepEqual([over.status, over.attempt, over.problems], ['success', 1, null]);
  });
});

describe('C3 what drivers say when the database is away', () => {
  it('C3 is known, in whatever words', () => {
    const ROWS: readonly [away: boolean, error: unknown][] = [
      [true, new Error('Client has encountered a connection error and is not queryable')],
      [true, new Error('Connection terminated unexpectedly')],
      [true, new Error('timeout exceeded when trying to connect')],
      [true, Object.assign(new Error('no'), { code: 'ECONNREFUSED' })],
      [true, new Error('Invalid invocation', { cause: { kind: 'postgres', code: '57P01' } })],
      [false, new Error('relation "Run" does not exist')],
      [false, undefined],
    ];
    for (const [away, error] of ROWS) assert.equal(isDisconnection(error), away, String(error));
  });
});
