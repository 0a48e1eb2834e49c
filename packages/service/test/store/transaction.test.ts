import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { eachStore } from '../../../../test/support/store.ts';
import { passingTrouble } from '../../src/store/error-codes.ts';
import type { Store } from '../../src/store/store.ts';
import { waitAfter } from '../../src/store/transaction.ts';

eachStore('C3 store', open => {
  const value = async (store: Store) => (await store.db.meta.findUniqueOrThrow({ where: { name: 'count' } })).value;

  it('C3 a transaction is kept whole or not at all', async () => {
    const store = await open();
    await store.transaction(tx => tx.meta.create({ data: { name: 'count', value: '1' } }));
    const failing = store.transaction(async tx => {
      await tx.meta.update({ where: { name: 'count' }, data: { value: '2' } });
      throw new Error('the work went wrong');
    });
    await assert.rejects(failing, /the work went wrong/);
    assert.equal(await value(store), '1');
  });

  it('C3 transactions that read and then write lose nothing to each other', async () => {
    const store = await open();
    await store.db.meta.create({ data: { name: 'count', value: '0' } });
    const increment = () =>
      store.transaction(async tx => {
        const { value } = await tx.meta.findUniqueOrThrow({ where: { name: 'count' } });
        await tx.meta.update({ where: { name: 'count' }, data: { value: String(Number(value) + 1) } });
      });
    await Promise.all(Array.from({ length: 6 }, increment));
    assert.equal(await value(store), '6');
  });

  it('C3 one that gets no turn in time, or takes too long, is trouble that passes', async () => {
    const { db, provider } = await open();
    const isBusy = (error: unknown) => passingTrouble(error) === 'store-busy';
    let held = true;
    const hold = { timeout: 20_000, maxWait: 20_000 };
    const holding = Array.from({ length: provider === 'sqlite' ? 1 : 10 }, () =>
      db.$transaction(async tx => {
        while (held) {
          await tx.meta.findFirst();
          await setImmediate();
        }
      }, hold),
    );
    await assert.rejects(
      db.$transaction(tx => tx.meta.findFirst(), { maxWait: 1 }),
      isBusy,
    );
    held = false;
    await Promise.all(holding);
    const endless = db.$transaction(
      async tx => {
        for (;;) {
          await tx.meta.findFirst();
          await setImmediate();
        }
      },
      { timeout: 20 },
    );
    await assert.rejects(endless, isBusy);
  });
});

describe('C3 transactions that met another', () => {
  it('C3 wait longer after each attempt, by chance, and never more than a second', () => {
    assert.deepEqual(
      [1, 2, 3, 7, 50].map(attempt => [waitAfter(attempt, 0), waitAfter(attempt, 1)]),
      [
        [10, 20],
        [20, 40],
        [40, 80],
        [500, 1000],
        [500, 1000],
      ],
    );
  });
});
