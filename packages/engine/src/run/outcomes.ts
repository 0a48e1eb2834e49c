import { LedgerRefusal, type MadeFiles } from '../delivery/index.ts';
import { type Problem, problem, WaybillError } from '../errors/index.ts';
import type { Begun } from './begin-deliveries.ts';
import type { MadeFacts } from './made-facts.ts';

/** Ends of a run that are neither a success nor a failure, thrown to keep a file that is made from appearing. */
export abstract class HeldBack extends Error {}

/** `on_empty: skip`. */
export class SkipEmpty extends HeldBack {
  readonly facts: MadeFacts;

  constructor(facts: MadeFacts) {
    super('no rows');
    this.facts = facts;
  }
}

/** O7: a check says no; the file is kept until a person decides. */
export class Quarantine extends HeldBack {
  readonly made: MadeFiles;
  readonly problems: readonly Problem[];

  constructor(made: MadeFiles, problems: readonly Problem[]) {
    super('quarantined');
    this.made = made;
    this.problems = problems;
  }
}

/** What went wrong at the destinations, and what arrived nevertheless. */
export function failureOf(results: readonly PromiseSettledResult<Begun>[]): unknown {
  const reasons = results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));
  // What failed for all of them, the source for instance, is said once.
  const errors = [...new Set(reasons)];
  const ends = errors.find(error => error instanceof LedgerRefusal) ?? errors.find(error => error instanceof HeldBack);
  if (ends) return ends;
  const other = errors.find(error => !(error instanceof WaybillError));
  if (other !== undefined) return other;
  const problems: Problem[] = (errors as WaybillError[]).flatMap(error => error.problems);
  const arrived = results.flatMap(result =>
    result.status === 'fulfilled' && result.value.delivered ? [result.value.target.to] : [],
  );
  if (arrived.length > 0) problems.push(problem('delivered-in-part', { delivered: arrived }));
  const [first, ...rest] = problems;
  // Each knows whether it may pass.
  const cause = errors.length === 1 ? errors[0] : new AggregateError(errors);
  return first ? new WaybillError([first, ...rest], { cause }) : errors[0];
}
