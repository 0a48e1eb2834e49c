import type { ReceiptDelivery } from '../delivery/index.ts';
import { type Problem, problem, WaybillError } from '../errors/index.ts';
import type { WrittenCounts } from '../file/index.ts';

/** Ends of a run that are neither a success nor a failure, thrown to keep a file that is made from appearing. */
export abstract class HeldBack extends Error {
  readonly counts: WrittenCounts;

  constructor(message: string, counts: WrittenCounts) {
    super(message);
    this.counts = counts;
  }
}

/** `on_empty: skip`. */
export class SkipEmpty extends HeldBack {
  constructor(counts: WrittenCounts) {
    super('no rows', counts);
  }
}

/** O7: a check says no; the file is kept until a person decides. */
export class Quarantine extends HeldBack {
  readonly problems: readonly Problem[];

  constructor(counts: WrittenCounts, problems: readonly Problem[]) {
    super('quarantined', counts);
    this.problems = problems;
  }
}

/** What went wrong at the destinations, and what arrived nevertheless. */
export function failureOf(results: readonly PromiseSettledResult<ReceiptDelivery>[]): unknown {
  const errors = results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const held = errors.find(error => error instanceof HeldBack);
  if (held) return held;
  const other = errors.find(error => !(error instanceof WaybillError));
  if (other !== undefined) return other;
  const problems: Problem[] = (errors as WaybillError[]).flatMap(error => error.problems);
  const arrived = results.flatMap(result => (result.status === 'fulfilled' ? [result.value.destination] : []));
  if (arrived.length > 0) problems.push(problem('delivered-in-part', { delivered: arrived }));
  const [first, ...rest] = problems;
  return first ? new WaybillError([first, ...rest], { cause: errors[0] }) : errors[0];
}
