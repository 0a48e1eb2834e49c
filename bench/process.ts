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
  /** The most memory that ours took. */
  readonly memory: Memory;
}

/** What a process has in memory at most, in MB. */
export interface Memory {
  /** The largest process but DuckDB's. */
  readonly largestMb: number;
  /** DuckDB's own process, whose buffers a setting caps; 0 where there is none. */
  readonly duckdbMb: number;
}

/** `150 MB`, with DuckDB's process beside it. */
export const memoryText = ({ largestMb, duckdbMb }: Memory): string =>
  `${Math.round(largestMb)} MB${duckdbMb > 0 ? `, DuckDB's ${Math.round(duckdbMb)} MB` : ''}`;

export const mostOf = (all: readonly Memory[]): Memory => ({
  largestMb: Math.max(...all.map(one => one.largestMb)),
  duckdbMb: Math.max(...all.map(one => one.duckdbMb)),
});

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

/** What it took at most so far, by the system's own account; nothing once it is gone. */
function memoryOf(pid: number): Memory {
  try {
    const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    const isDuckdb = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('duckdb-child');
    return { largestMb: isDuckdb ? 0 : peak, duckdbMb: isDuckdb ? peak : 0 };
  } catch {
    return { largestMb: 0, duckdbMb: 0 };
  }
}

export interface Timed {
  readonly seconds: number;
  readonly memory: Memory;
}

export async function timed(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Timed> {
  const begin = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  let memory: Memory = { largestMb: 0, duckdbMb: 0 };
  const looking = setInterval(() => {
    memory = mostOf([memory, ...family(child.pid ?? 0).map(memoryOf)]);
  }, 50);
  const [code] = await once(child, 'exit');
  clearInterval(looking);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { seconds: (performance.now() - begin) / 1000, memory };
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
    memory: mostOf(runs.map(run => run.ours.memory)),
  };
}
