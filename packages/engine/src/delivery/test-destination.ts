import { randomUUID } from 'node:crypto';
import type { Problem } from '../errors/index.ts';
import { fail, problem, WaybillError } from '../errors/index.ts';
import type { Destination, DestinationSession, StagedFile } from './destination.ts';
import { textContent } from './spool.ts';

/** What `waybill destination test` proves, in this order. */
export const TEST_STEPS = ['connect', 'write', 'verify', 'rename', 'size', 'delete'] as const;
export type TestStep = (typeof TEST_STEPS)[number];

export interface TestStepResult {
  readonly step: TestStep;
  /** `left out`: a step before it failed. */
  readonly outcome: 'ok' | 'failed' | 'left out';
  readonly milliseconds: number;
  readonly problems: readonly Problem[];
}

export interface DestinationTest {
  readonly ok: boolean;
  readonly destination: string;
  readonly where: string;
  readonly steps: readonly TestStepResult[];
}

/**
 * Proves that a destination can be used: connects, writes a small file under a hidden name, compares its size, renames
 * it, looks at it, and deletes it. Failures are results, not exceptions; only an abort and faults are thrown.
 */
export async function testDestination(
  destination: Destination,
  { signal, onStep }: { readonly signal: AbortSignal; readonly onStep?: (result: TestStepResult) => void },
): Promise<DestinationTest> {
  const id = randomUUID();
  const path = `waybill-test-${id}.txt`;
  const content = textContent(`Waybill tests whether it can deliver here, and removes this file. ${id}\n`);
  const bytes = content.bytesSoFar;
  const where = destination.describe(path);
  const steps: TestStepResult[] = [];
  let session: DestinationSession | undefined;
  let staged: StagedFile | undefined;
  const open = () => session ?? never();
  const file = () => staged ?? never();

  const work: Readonly<Record<TestStep, () => Promise<void>>> = {
    connect: async () => {
      session = await destination.open(signal);
    },
    write: async () => {
      staged = await open().stage(path, content, { runId: id });
    },
    verify: async () => {
      await file().verify({ bytes });
    },
    rename: () => file().publish(path, { overwrite: false }),
    size: async () => {
      const found = (await open().stat(path))?.bytes;
      if (found !== bytes)
        fail('destination-size-mismatch', { destination: destination.name, where, expected: bytes, found });
    },
    delete: async () => {
      await open().remove(path);
      if (!(await open().stat(path))) return;
      const detail = 'it is still there after it was deleted';
      fail('destination-refused', { destination: destination.name, where, detail });
    },
  };

  try {
    for (const step of TEST_STEPS) {
      const result = await run(step, work[step], steps, signal);
      steps.push(result);
      onStep?.(result);
    }
  } finally {
    if (session) await tidy(session, path, id);
  }
  return {
    ok: steps.every(s => s.outcome === 'ok'),
    destination: destination.name,
    where: destination.describe(''),
    steps,
  };
}

async function run(
  step: TestStep,
  work: () => Promise<void>,
  before: readonly TestStepResult[],
  signal: AbortSignal,
): Promise<TestStepResult> {
  if (before.some(s => s.outcome === 'failed')) return { step, outcome: 'left out', milliseconds: 0, problems: [] };
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    await work();
    return { step, outcome: 'ok', milliseconds: took(), problems: [] };
  } catch (error) {
    if (signal.aborted) {
      throw new WaybillError([problem('interrupted', { what: 'The test of the destination' })], { cause: error });
    }
    if (!(error instanceof WaybillError)) throw error;
    return { step, outcome: 'failed', milliseconds: took(), problems: error.problems };
  }
}

/** Whatever is left after a step that failed; that it cannot be removed is no news then. */
async function tidy(session: DestinationSession, path: string, runId: string): Promise<void> {
  try {
    await session.removeStaged(path, runId);
    await session.remove(path);
  } catch {
    // The failed step has told already.
  }
  try {
    await session[Symbol.asyncDispose]();
  } catch {
    // Nothing depends on it any more.
  }
}

function never(): never {
  throw new Error('a step ran before the one it needs');
}
