import assert from 'node:assert/strict';
import { WaybillError } from '@waybill/engine/errors';

/** What was wrong; fails when nothing was. */
export async function problemsOf(work: Promise<unknown>): Promise<WaybillError['problems']> {
  const error = await work.then(
    () => assert.fail('it was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WaybillError)) throw error;
  return error.problems;
}

export const codeOf = async (work: Promise<unknown>): Promise<string> => (await problemsOf(work))[0].code;
