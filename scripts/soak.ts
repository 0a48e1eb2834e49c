/**
 * Breaks a real service for a long time (`npm run soak`): kills its processes, cuts its network, restarts its database,
 * pauses a process past its lease; then looks whether every firing was delivered once and whole.
 *
 * SOAK_MINUTES (default 30), SOAK_SEED (default: of the time), SOAK_DATABASE (`postgresql`, the default, or `sqlite`).
 */
import { chanceOf, cutSoon, progress } from '../test/faults/breaking.ts';
import { type Cluster, startCluster } from '../test/faults/cluster.ts';
import { runEndings } from '../test/support/at-end.ts';

const minutes = Number(process.env.SOAK_MINUTES ?? 30);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);
const database = process.env.SOAK_DATABASE === 'sqlite' ? 'sqlite' : 'postgresql';
const processes = database === 'sqlite' ? 1 : 3;

/** Of what each process logged, shown when the service does not come to rest. */
const LINES = 60;

const chance = chanceOf(seed);
const pick = (most: number): number => Math.floor(chance() * most);

async function breakSomething(cluster: Cluster): Promise<string> {
  const place = pick(processes);
  switch (pick(database === 'sqlite' ? 2 : 4)) {
    case 0:
      cutSoon(cluster, chance);
      return 'the network was cut';
    case 1:
      await cluster.processes[place]?.end('SIGKILL');
      await cluster.start(place);
      return `process ${place} was killed`;
    case 2: {
      const paused = cluster.processes[place];
      paused?.child.kill('SIGSTOP');
      await progress(cluster, 5);
      paused?.child.kill('SIGCONT');
      return `process ${place} was paused`;
    }
    default:
      await cluster.postgres.restart();
      return 'the database was restarted';
  }
}

console.log(`soak: ${minutes} min on ${database}, seed ${seed}`);
const until = performance.now() + minutes * 60_000;
await using cluster = await startCluster({ processes, exports: 6, database });
let owed = 0;
while (performance.now() < until) {
  const { queued = 0 } = await cluster.counts();
  // Further back each time: what is queued already is not queued again.
  if (queued < 10) {
    owed += 20;
    await cluster.owe(owed);
  }
  await progress(cluster, 1 + pick(4), 300_000);
  const what = await breakSomething(cluster);
  console.log(`${new Date().toISOString()} ${what}; ${JSON.stringify(await cluster.counts())}`);
}
try {
  await cluster.pauseAll();
  await cluster.settle(600_000);
} catch (error) {
  for (const { stdout } of cluster.processes) console.log(stdout().split('\n').slice(-LINES).join('\n'));
  throw error;
}
const faults = await cluster.faults();
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(`${JSON.stringify(await cluster.counts())}, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
await runEndings();
