import { type Problem, WaybillError } from '@waybill/engine/errors';

export type CheckGroup = 'versions' | 'workspace' | 'sources' | 'destinations' | 'secrets' | 'disk' | 'service';

/** What one look of the doctor found. */
export interface Check {
  readonly group: CheckGroup;
  readonly name: string;
  readonly outcome: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly milliseconds?: number;
  readonly problems: readonly Problem[];
}

/** A look that found what it was looking for. */
export const fact = (group: CheckGroup, name: string, detail: string): Check => ({
  group,
  name,
  outcome: 'ok',
  detail,
  problems: [],
});

/** A look as good as the problems that it found. */
export function finding(group: CheckGroup, name: string, detail: string, problems: readonly Problem[]): Check {
  const failed = problems.some(p => p.severity === 'error');
  return { group, name, outcome: failed ? 'failed' : problems.length > 0 ? 'warning' : 'ok', detail, problems };
}

/** Does something that may fail, and takes the time. What fails with a code is a finding; faults are thrown. */
export async function timed(
  group: CheckGroup,
  name: string,
  work: () => Promise<{ readonly detail: string; readonly problems?: readonly Problem[] }>,
): Promise<Check> {
  const started = performance.now();
  const took = () => ({ milliseconds: Math.round(performance.now() - started) });
  try {
    const { detail, problems = [] } = await work();
    return { ...finding(group, name, detail, problems), ...took() };
  } catch (error) {
    if (!(error instanceof WaybillError) || error.kind === 'interrupted') throw error;
    return { ...finding(group, name, 'cannot be used', error.problems), ...took() };
  }
}
