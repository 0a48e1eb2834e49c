/** How benches measure: whole processes, in turn with what they are measured against. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export interface BenchResult {
  readonly name: string;
  /** Median wall time in seconds. */
  readonly ours: number;
  readonly anchor: number;
  /** Median of the pairs' anchor ÷ ours: above 1 is faster than the database's own client. */
  readonly ratio: number;
  /** The most memory that ours took at once, its processes together. */
  readonly peakRssMb: number;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The process and those that it started. */
function family(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const children = tasks.flatMap(task =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(family)];
  } catch {
    return [];
  }
}

function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export interface Timed {
  readonly seconds: number;
  readonly peakMb: number;
}

export async function timed(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Timed> {
  const begin = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  let peakMb = 0;
  const looking = setInterval(() => {
    peakMb = Math.max(
      peakMb,
      family(child.pid ?? 0).reduce((sum, pid) => sum + residentMb(pid), 0),
    );
  }, 50);
  const [code] = await once(child, 'exit');
  clearInterval(looking);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { seconds: (performance.now() - begin) / 1000, peakMb };
}

/** Runs both sides in turn, the first of a pair changing, after one of each that does not count. */
export async function paired(
  name: string,
  pairs: number,
  ours: () => Promise<Timed>,
  anchor: () => Promise<Timed>,
): Promise<BenchResult> {
  await anchor();
  await ours();
  const runs: { ours: Timed; anchor: Timed }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = pair % 2 === 0 ? await ours() : await anchor();
    const second = pair % 2 === 0 ? await anchor() : await ours();
    runs.push(pair % 2 === 0 ? { ours: first, anchor: second } : { ours: second, anchor: first });
  }
  return {
    name,
    ours: median(runs.map(run => run.ours.seconds)),
    anchor: median(runs.map(run => run.anchor.seconds)),
    ratio: median(runs.map(run => run.anchor.seconds / run.ours.seconds)),
    peakRssMb: Math.round(Math.max(...runs.map(run => run.ours.peakMb))),
  };
}
