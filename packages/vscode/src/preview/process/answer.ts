import { problem, WaybillError } from '@waybill/engine/errors';
import type { FromProcess, PreviewAsked, Step } from '../protocol.ts';
import { previewOf } from './preview-of.ts';
import { shownProblem } from './shown-problem.ts';

/** An answer before it is said to whom. */
type Given<T = FromProcess> = T extends { kind: 'step' } ? never : T extends unknown ? Omit<T, 'id'> : never;

/** Makes the preview; never rejects. An abort is answered when the query has stopped. */
export async function answer(asked: PreviewAsked, signal: AbortSignal, onStep: (step: Step) => void): Promise<Given> {
  try {
    return { kind: 'result', result: await previewOf(asked, signal, onStep) };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' };
    const problems =
      error instanceof WaybillError
        ? error.problems
        : [problem('internal-fault', { detail: error instanceof Error ? error.message : String(error) })];
    // For the log of the extension: whoever reports a fault needs more than its message.
    if (!(error instanceof WaybillError)) console.error(error);
    return { kind: 'problems', problems: problems.map(one => shownProblem(one, asked.file)) };
  }
}
