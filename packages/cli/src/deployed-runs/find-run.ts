import type { Client, RunAction, RunSummary } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { Io } from '../io.ts';
import { exportName } from '../service/export-name.ts';

/** A run's id, as `history` shows it; anything else that is typed for a run is the name of an export. */
const RUN_ID = /^\d{8}T\d{6,9}-[0-9a-f]{6,}$/;

/** Which run of an export is meant when its name is typed. */
export interface WantedRun {
  /** In words, after "has no run": `that failed`. */
  readonly words: string;
  /** `runs` are those that are looked through, newest first. */
  readonly fits: (run: RunSummary, runs: readonly RunSummary[]) => boolean;
  /** Whether there may be several; then the newest is taken. Otherwise one has to be named. */
  readonly newest: boolean;
  /** Whether, when there is none, the newest run may be run again instead. */
  readonly orAgain?: boolean;
}

export const isRunId = (word: string): boolean => RUN_ID.test(word);

/** A run that may be dealt with in some way, as the service sees it now. */
export const runThatAllows = (action: RunAction, words: string, newest = false): WantedRun => ({
  words,
  newest,
  fits: ({ actions }) => actions.includes(action),
});

/** One that failed, and whose occasion no newer run has delivered or is about to. */
export const FAILED_RUN: WantedRun = {
  words: 'that failed and was not repaired',
  newest: true,
  orAgain: true,
  fits: (run, runs) =>
    run.status === 'failed' &&
    !runs.slice(0, runs.indexOf(run)).some(newer => newer.occasion === run.occasion && newer.status !== 'failed'),
};

export const NEWEST_RUN: WantedRun = { words: 'yet', newest: true, fits: () => true };

/** How many runs of an export are looked through. */
const LOOKED_THROUGH = 200;

/** The id of the run that a person means: the id itself, or the name of an export and which of its runs is wanted. */
export async function findRun(io: Io, client: Client, word: string, wanted: WantedRun): Promise<string> {
  if (isRunId(word)) return word;
  const name = await exportName(io, word);
  const { items } = await client.listRuns({ query: { export: name, limit: LOOKED_THROUGH } });
  const [first, ...more] = items.filter(run => wanted.fits(run, items));
  if (first === undefined) {
    const [newest] = items;
    const again = wanted.orAgain && newest?.actions.some(action => action === 'run_again' || action === 'rerun');
    return fail('no-such-run', { export: name, wanted: wanted.words, newest: again ? newest?.id : undefined });
  }
  if (more.length > 0 && !wanted.newest) {
    return fail('several-runs', { export: name, wanted: wanted.words, runs: [first, ...more].map(run => run.id) });
  }
  return first.id;
}
