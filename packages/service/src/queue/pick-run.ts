/** A run that waits in the queue. */
export interface WaitingRun {
  readonly id: string;
  readonly exportId: string;
  readonly source: string;
  readonly fairShare: string;
  readonly dueAt: Date;
  readonly createdAt: Date;
  /** D9: its window begins where the last success ended, so nothing of its export may be unfinished before it. */
  readonly chained: boolean;
  /** Of a schedule; those keep their order. */
  readonly scheduled: boolean;
}

export interface QueueState {
  /** Runs that may begin now. */
  readonly ready: readonly WaitingRun[];
  /** Runs that wait for another attempt, of the exports of those. */
  readonly retrying: readonly WaitingRun[];
  /** Runs at work, in all processes. */
  readonly working: readonly Pick<WaitingRun, 'exportId' | 'source' | 'fairShare'>[];
}

export interface QueueLimits {
  /** Runs that may read from a source at once (Q3). */
  readonly ofSource: (source: string) => number;
  /** Runs of one person at once; undefined for no limit. */
  readonly perPerson?: number | undefined;
}

/**
 * The run to work on next, undefined when none may begin.
 *
 * - One run of an export at a time, in the order of their occasions, so that a file which is overwritten ends with the
 *   newest. A scheduled or chained run also waits for one before it that will be tried again.
 * - No source gets more than its limit; no person more than theirs.
 * - Whoever has the fewest at work comes first, then whoever has waited longest: one person's heavy exports do not starve the rest.
 */
export function pickRun(state: QueueState, limits: QueueLimits): WaitingRun | undefined {
  const { working, retrying } = state;
  const full = takenUp(working, limits);
  const byPerson = countBy(working, run => run.fairShare);
  const seen = new Set<string>();
  const allowed: WaitingRun[] = [];
  for (const run of [...state.ready].sort(byOccasion)) {
    // Only the first of an export that nothing blocks may go.
    if (seen.has(run.exportId)) continue;
    if (retrying.some(other => blocks(other, run))) continue;
    seen.add(run.exportId);
    if (full.exports.has(run.exportId) || full.sources.has(run.source) || full.people.has(run.fairShare)) continue;
    allowed.push(run);
  }
  return allowed.sort(
    (a, b) => (byPerson.get(a.fairShare) ?? 0) - (byPerson.get(b.fairShare) ?? 0) || byOccasion(a, b),
  )[0];
}

/** Whose runs have to wait, whatever they are, for one that is at work. */
export interface TakenUp {
  readonly exports: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
}

/** Exports that have a run at work; sources and people that have as many as they may. Pure. */
export function takenUp(working: QueueState['working'], { ofSource, perPerson = Infinity }: QueueLimits): TakenUp {
  const bySource = countBy(working, run => run.source);
  const byPerson = countBy(working, run => run.fairShare);
  const keys = (counts: ReadonlyMap<string, number>, isFull: (count: number, key: string) => boolean) =>
    new Set([...counts].flatMap(([key, count]) => (isFull(count, key) ? [key] : [])));
  return {
    exports: new Set(working.map(run => run.exportId)),
    sources: keys(bySource, (count, source) => count >= ofSource(source)),
    people: keys(byPerson, count => count >= perPerson),
  };
}

function blocks(retrying: WaitingRun, run: WaitingRun): boolean {
  if (retrying.exportId !== run.exportId || retrying.id === run.id) return false;
  // Its window is fixed already, so nothing else may move where windows begin until it is over.
  if (run.chained || retrying.chained) return true;
  return run.scheduled && retrying.scheduled && byOccasion(retrying, run) < 0;
}

const byOccasion = (a: WaitingRun, b: WaitingRun): number =>
  a.dueAt.getTime() - b.dueAt.getTime() ||
  a.createdAt.getTime() - b.createdAt.getTime() ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function countBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
