import { nearest, type Problem, problem, WaybillError } from '@waybill/engine/errors';
import { UsageFault } from './usage-fault.ts';

/** What was thrown, as problems: whatever has no code is a fault of Waybill, never the user's mistake. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof WaybillError) return error.problems;
  if (error instanceof UsageFault) {
    const { typed, words } = error;
    const suggestions = typed === undefined ? [] : nearest(typed, words);
    const details = {
      ...(typed === undefined ? {} : { found: typed }),
      ...(suggestions.length > 0 ? { suggestions } : {}),
    };
    return [problem(error.code, error.params as never, details)];
  }
  return [problem('internal-fault', { detail: messageOf(error) })];
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}

/** The stacks of an error and of its causes, for `--verbose`. */
export function stackOf(error: unknown): string {
  const stacks: string[] = [];
  for (let at = error; at !== undefined && stacks.length < 10; at = at instanceof Error ? at.cause : undefined) {
    stacks.push(at instanceof Error ? (at.stack ?? String(at)) : String(at));
  }
  return stacks.join('\ncaused by: ');
}
