/**
 * `npm run bench:service -- [--exports 100000] [--runs 1000000]`: what the service takes with many schedules, on both of
 * its databases. Nothing is judged here: docs/performance.md says what is aimed at.
 */

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { Actor } from '../packages/service/src/context.ts';
import { createService } from '../packages/service/src/create-service.ts';
import { exportHandlers } from '../packages/service/src/exports/handlers.ts';
import { readConfig } from '../packages/service/src/read-config.ts';
import { startScheduler, tick } from '../packages/service/src/schedule/scheduler.ts';
import { openStore } from '../packages/service/src/store/open-store.ts';
import type { Provider, Store } from '../packages/service/src/store/store.ts';
import { serve } from '../test/cli/served-workspace.ts';
import { smallWorkspace } from '../test/cli/small-workspace.ts';
import { runEndings } from '../test/support/at-end.ts';
import { newDatabase } from '../test/support/store.ts';
import { tempFolder } from '../test/support/temp-folder.ts';
import { seedStore } from './seed-store.ts';

const { values } = parseArgs({
  options: {
    exports: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '20' },
  },
});
const exports = Number(values.exports);
const runs = Number(values.runs);
const PER_SECOND = 50;
const bencher: Actor = { name: 'bench', role: 'viewer', via: 'api' };

/** Milliseconds of each repetition, sorted; the first ones warm up and do not count. */
async function times(work: () => Promise<unknown>, count = 60): Promise<number[]> {
  const taken: number[] = [];
  for (let i = -10; i < count; i++) {
    const began = performance.now();
    await work();
    if (i >= 0) taken.push(performance.now() - began);
  }
  return taken.sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const row = (what: string, sorted: readonly number[]) =>
  console.log(
    `| ${what} | ${at(sorted, 0.5).toFixed(1)} ms | ${at(sorted, 0.95).toFixed(1)} ms | ${at(sorted, 0.99).toFixed(1)} ms |`,
  );

async function bench(provider: Provider): Promise<void> {
  const database = await newDatabase(provider);
  const store = await openStore({ database });
  const folder = await tempFolder();
  await smallWorkspace(folder);
  const { config } = readConfig({ WAYBILL_TICK: '100 ms' }, { folder: folder.path });
  const parts = { config, log: pino({ level: 'warn' }), store };
  const service = await createService(parts);
  await seedStore(store, { exports, runs });

  console.log(
    `\n${provider}, ${exports} exports, ${runs} runs\n\n| what | median | p95 | p99 |\n| --- | --- | --- | --- |`,
  );
  // Nothing is due: what a tick costs most of the time.
  await store.db.export.updateMany({
    where: { nextAt: { lte: new Date(Date.now() + 600_000) } },
    data: { nextAt: null },
  });
  row('a tick that finds nothing due', await times(() => tick(service)));
  const list = (query: object) => () => exportHandlers.listExports(service, bencher, { query: query as never });
  row('list, by name', await times(list({})));
  row('list, by last run, latest first', await times(list({ sort: 'last_run', order: 'desc' })));
  row('list, active ones by creation', await times(list({ status: 'active', sort: 'created_at' })));
  row('search "nightly vouchers", by name', await times(list({ search: 'nightly vouchers' })));
  row('search "weekly", by name (its matches come last)', await times(list({ search: 'weekly' })));
  row('search of something rare, by creation', await times(list({ search: '99999', sort: 'created_at' })));
  row('search of nothing that there is', await times(list({ search: 'no such export' })));

  const seconds = Number(values.seconds);
  row(`lateness at ${PER_SECOND} firings a second, for ${seconds} s`, await lateness(store, parts, seconds));

  await service[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await whole(folder.path, database);
  await folder[Symbol.asyncDispose]();
}

/**
 * Milliseconds from the time of each firing to its run being queued. Schedules fire at whole minutes, so the clock runs
 * sixty times as fast: each second is a minute in which 50 exports are due.
 */
async function lateness(
  store: Store,
  parts: Omit<Parameters<typeof createService>[0], 'clock'>,
  seconds: number,
): Promise<number[]> {
  const FASTER = 60;
  const [began, start] = [performance.now(), Math.floor(Date.now() / 60_000) * 60_000];
  const clock = { now: () => new Date(start + (performance.now() - began) * FASTER) };
  const service = await createService({ ...parts, clock });
  const rows = await store.db.export.findMany({ where: { paused: false }, select: { id: true }, take: PER_SECOND });
  // The clock would reach theirs, too.
  await store.db.export.updateMany({ data: { nextAt: null } });
  await store.db.export.updateMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: {
      schedule: JSON.stringify({ daily: { hours: '*', minutes: '*' } }),
      scheduleKind: 'repeated',
      timezone: 'UTC',
      nextAt: new Date(start + 5 * 60_000),
    },
  });
  const late: number[] = [];
  const scheduler = startScheduler(service, (_, result) => late.push(...result.lateness.map(one => one / FASTER)));
  await new Promise(resolve => setTimeout(resolve, (seconds + 5) * 1000));
  await scheduler.stop();
  await service[Symbol.asyncDispose]();
  console.log(`(${late.length} firings)`);
  return late.sort((a, b) => a - b);
}

/** A whole process over that database: until it is ready, and what it holds when nothing happens. */
async function whole(folder: string, database: string): Promise<void> {
  const began = performance.now();
  await using process = {
    ...(await serve(folder, [], { WAYBILL_DATABASE: database, WAYBILL_TICK: '500 ms' })),
    async [Symbol.asyncDispose]() {
      await this.end();
    },
  };
  const ready = performance.now() - began;
  await new Promise(resolve => setTimeout(resolve, 20_000));
  const status = await readFile(`/proc/${process.child.pid}/status`, 'utf8').catch(() => '');
  const resident = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
  console.log(`\n\`waybill serve\`: ready after ${(ready / 1000).toFixed(2)} s, ${resident.toFixed(0)} MB when idle`);
}

for (const provider of ['sqlite', 'postgresql'] as const) await bench(provider);
await runEndings();
