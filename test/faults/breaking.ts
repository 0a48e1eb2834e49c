import { waitFor } from '../support/wait-for.ts';
import type { Cluster } from './cluster.ts';

/** A generator of chance that can be repeated: the same seed breaks the same things. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Waits until so many more runs have ended well, or none is left. */
export async function progress(cluster: Cluster, more: number, timeout = 120_000): Promise<void> {
  const { success: before = 0 } = await cluster.counts();
  await waitFor(
    `${more} more runs`,
    async () => {
      const { success = 0, queued = 0, processing = 0 } = await cluster.counts();
      return success >= before + more || queued + processing === 0;
    },
    { timeout, interval: 50 },
  );
}

/** Cuts the network somewhere in the bytes to come, as often as it is called. */
export const cutSoon = (cluster: Cluster, chance: () => number): void =>
  cluster.network.cutAfter('up', 2000 + Math.floor(chance() * 120_000));

/** Kills a process without warning and starts it anew, so many times, each at another moment of the work. */
export async function killAgainAndAgain(cluster: Cluster, times: number, chance: () => number): Promise<void> {
  for (let i = 0; i < times; i++) {
    cutSoon(cluster, chance);
    await progress(cluster, 1 + Math.floor(chance() * 3));
    const place = Math.floor(chance() * cluster.processes.length);
    await cluster.processes[place]?.end('SIGKILL');
    await cluster.start(place);
  }
}
