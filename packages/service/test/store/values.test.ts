import assert from 'node:assert/strict';
import { eachStore } from '../../../../test/support/store.ts';
import { Prisma } from '../../src/store/generated/sqlite/client.ts';

const at = new Date('2026-03-29T00:59:59.999Z');
const token = (id: string) => ({ id, name: id, role: 'viewer', hash: `hash of ${id}`, createdBy: 'a', createdAt: at });
const exported = (id: string) => ({
  ...{ id, name: id, uniqueName: id, sortName: id, model: 'm', source: 's', createdBy: 'a', createdVia: 'api' },
  ...{ createdAt: at, updatedAt: at, revision: 1, status: 'active', timezone: 'Etc/UTC' },
  ...{ scheduleKind: 'now', schedule: '"now"' },
});

eachStore('C3 values', (open, provider) => {
  it('C3 values: instants, bytes and texts come back as they went in', async () => {
    const { db } = await open();
    const text = `"';\\ äß 漢 🚚\n\t%_ ${'x'.repeat(100_000)}`;
    const sealed = new Uint8Array([0, 1, 127, 128, 255]);
    await db.secret.create({ data: { name: 's', sealed, updatedBy: text, createdAt: at, updatedAt: new Date(0) } });
    const row = await db.secret.findUniqueOrThrow({ where: { name: 's' } });
    assert.deepEqual([...row.sealed], [...sealed]);
    assert.equal(row.updatedBy, text);
    assert.deepEqual([row.createdAt, row.updatedAt], [at, new Date(0)]);
  });

  it('C3 values: numbers beyond 2^53 are exact', async () => {
    const { db } = await open();
    const run = {
      ...{ id: 'r', revision: 1, occasion: 'o', trigger: 'request', requestedBy: 'a', requestedVia: 'api' },
      ...{
        status: 'success',
        createdAt: at,
        dueAt: at,
        runDay: '2026-03-29',
        availableAt: at,
        fairShare: 'a',
        source: 's',
      },
    };
    const rows = 9_223_372_036_854_775_807n;
    await db.export.create({ data: { ...exported('e'), runs: { create: { ...run, rows, bytes: 0n } } } });
    const kept = await db.run.findUniqueOrThrow({ where: { id: 'r' } });
    assert.deepEqual([kept.rows, kept.bytes, kept.windowFrom, kept.chained], [rows, 0n, null, false]);
  });

  it('C3 values: instants are compared and sorted as such, also in SQL of our own', async () => {
    const { db } = await open();
    const instants = [-1, 0, 1].map(ms => new Date(at.getTime() + ms));
    for (const [i, expiresAt] of instants.entries()) {
      await db.token.create({ data: { ...token(String(i)), expiresAt } });
    }
    const found = await db.token.findMany({ where: { expiresAt: { gte: at } }, orderBy: { expiresAt: 'desc' } });
    assert.deepEqual(
      found.map(({ id }) => id),
      ['2', '1'],
    );
    const raw = await db.$queryRaw`select "id", "expiresAt" from "Token" where "expiresAt" < ${at}`;
    assert.deepEqual(raw, [{ id: '0', expiresAt: instants[0] }]);
  });

  it('C3 values: what is there twice is refused by a code that says where', async () => {
    const { db } = await open();
    await db.token.create({ data: token('a') });
    const twice = db.token.create({ data: { ...token('b'), hash: 'hash of a' } });
    await assert.rejects(twice, error => error instanceof Error && 'code' in error && error.code === 'P2002');
    // The other provider's client has a class of its own for it, so errors are known by their code.
    if (provider === 'sqlite') await assert.rejects(twice, Prisma.PrismaClientKnownRequestError);
  });

  it('C3 values: references hold, and what belongs to an export goes with it', async () => {
    const { db } = await open();
    const orphan = db.exportDestination.create({ data: { exportId: 'none', destination: 'share', position: 0 } });
    await assert.rejects(orphan, error => error instanceof Error && 'code' in error && error.code === 'P2003');
    await db.export.create({
      data: { ...exported('e'), destinations: { create: { destination: 'share', position: 0 } } },
    });
    await db.export.delete({ where: { id: 'e' } });
    assert.equal(await db.exportDestination.count(), 0);
  });

  it('C3 values: thousands may be asked for by name', async () => {
    const { db } = await open();
    const names = Array.from({ length: 3000 }, (_, i) => String(i));
    await db.meta.createMany({ data: names.map(name => ({ name, value: '' })) });
    const found = await db.meta.findMany({ where: { name: { in: names } }, orderBy: { name: 'asc' }, take: 2500 });
    assert.equal(found.length, 2500);
  });
});
