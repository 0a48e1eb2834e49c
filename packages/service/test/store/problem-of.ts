import { type Problem, WaybillError } from '@waybill/engine/errors';

/** The problem that this work ends in; anything else fails the test. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof WaybillError) return error.problems[0];
    throw error;
  }
  throw new Error('it went well');
}
