import { fail, WaybillError } from '../errors/index.ts';

/** Throws what an aborted signal stands for: its own reason if that is one of Waybill's errors, else `interrupted`. */
export function failIfAborted(signal: AbortSignal, what: string): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof WaybillError) throw signal.reason;
  fail('interrupted', { what }, {}, signal.reason);
}
