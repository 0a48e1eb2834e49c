import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { WaybillError } from '@waybill/engine/errors';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';
import { takeLock } from '../src/runs/lock.ts';

const running = (error: unknown) => error instanceof WaybillError && error.code === 'run-in-progress';

describe('R2 D9 lock of an export', () => {
  let folder: TempFolder;
  let file: string;
  beforeEach(async () => {
    folder = await tempFolder();
    file = folder.join('runs', 'sales.lock');
  });
  afterEach(() => folder.remove());
  const lockOf = (holder: object) => writeFile(file, `${JSON.stringify(holder)}\n`);

  it('R2 lock: a second run is refused and told who holds it, and may run once the first is done', async () => {
    const first = await takeLock(file, 'sales', 'r1');
    await assert.rejects(takeLock(file, 'sales', 'r1'), error => {
      assert.ok(running(error));
      assert.match((error as Error).message, new RegExp(`"sales" is running already.*process ${process.pid} on`));
      return true;
    });
    await first[Symbol.asyncDispose]();
    await using _second = await takeLock(file, 'sales', 'r1');
    assert.equal(JSON.parse(await readFile(file, 'utf8')).pid, process.pid);
  });

  it('R2 lock: of many that want it at once exactly one gets it, also where a stale one is in the way', async () => {
    const gone = { pid: endedPid(), host: hostname(), began: '1' };
    const rounds = Array.from({ length: 60 }, (_, round) => ({ ...gone, since: `x${round}`, run: `stale-${round}` }));
    for (const stale of [undefined, ...rounds]) {
      if (stale) await lockOf(stale);
      const taken = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(file, 'sales', 'r1')));
      const won = taken.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
      assert.equal(won.length, 1);
      assert.deepEqual(won[0]?.killed, stale ? [stale.run] : []);
      for (const result of taken) if (result.status === 'rejected') assert.ok(running(result.reason));
      await won[0]?.[Symbol.asyncDispose]();
      assert.deepEqual(await readdir(folder.join('runs')), []);
    }
  });

  it('R2 lock: one whose process is gone is taken over', async () => {
    await (await takeLock(file, 'sales', 'r1'))[Symbol.asyncDispose]();
    await lockOf({ pid: endedPid(), host: hostname(), began: '1', since: '2026-01-01T00:00:00Z', id: 'x' });
    await using _lock = await takeLock(file, 'sales', 'r1');
  });

  it('R2 lock: one whose process id belongs to another process by now is taken over', async () => {
    await (await takeLock(file, 'sales', 'r1'))[Symbol.asyncDispose]();
    await lockOf({ pid: process.pid, host: hostname(), began: '1', since: '2026-01-01T00:00:00Z', id: 'x' });
    await using _lock = await takeLock(file, 'sales', 'r1');
  });

  it('R2 lock: one of another machine stays, since nobody here can tell whether it still runs', async () => {
    await (await takeLock(file, 'sales', 'r1'))[Symbol.asyncDispose]();
    await lockOf({ pid: endedPid(), host: 'another-machine', began: '1', since: '2026-01-01T00:00:00Z', id: 'x' });
    await assert.rejects(takeLock(file, 'sales', 'r1'), running);
  });

  it('R2 lock: what is no lock is nobody’s', async () => {
    await (await takeLock(file, 'sales', 'r1'))[Symbol.asyncDispose]();
    await writeFile(file, 'not a lock');
    await using _lock = await takeLock(file, 'sales', 'r1');
  });

  it('R2 lock: whoever lost it does not take away the next one’s', async () => {
    const first = await takeLock(file, 'sales', 'r1');
    await lockOf({ pid: process.pid, host: 'another-machine', began: '1', since: 'x', id: 'next' });
    await first[Symbol.asyncDispose]();
    assert.equal(JSON.parse(await readFile(file, 'utf8')).id, 'next');
  });
});

/** The id of a process that has ended. */
const endedPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
