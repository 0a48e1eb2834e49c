import { type Problem, problem, WaybillError } from '@waybill/engine/errors';

/** What an error says to people. Anything that is not coded is a fault of Waybill's own, and never shown as theirs. */
export function problemsOf(error: unknown): readonly [Problem, ...Problem[]] {
  if (error instanceof WaybillError) return error.problems;
  return [problem('internal-fault', { detail: error instanceof Error ? error.message : String(error) })];
}
