import { retryOf } from '../delivery/index.ts';
import { type Code, WaybillError } from '../errors/index.ts';
import { mayPass } from '../rows/index.ts';

/** More codes whose cause may pass by itself; within one attempt they cannot. */
const MAY_PASS: ReadonlySet<Code> = new Set<Code>(['spool-disk-full', 'destination-superseded']);

/**
 * Whether a later attempt of the whole run can help (R2): the network, a lock, a full disk, a server that is down. Not a
 * wrong password, a mistake in a file, a check that said no, an interruption, or a fault of Waybill's own. Where several
 * destinations failed, one that may pass is enough.
 */
export function failureMayPass(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(failureMayPass);
  if (!(error instanceof WaybillError) || error.kind === 'interrupted') return false;
  if (retryOf(error) === 'may-pass' || mayPass(error.code) || MAY_PASS.has(error.code)) return true;
  return failureMayPass(error.cause);
}
