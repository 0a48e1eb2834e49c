import { WaybillError } from '@waybill/engine/errors';

/**
 * What can go wrong between Prisma, its adapters and their drivers, each of which has words of its own: Prisma's
 * `P….`, the adapters' kinds, PostgreSQL's SQLSTATE, SQLite's codes, those of the system.
 */

const CONFLICT = [
  ...['P2034', 'TransactionWriteConflict'],
  ...['40001', '40P01'],
  ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT'],
];
const DISCONNECTION = [
  ...['P1001', 'P1002', 'P1017', 'DatabaseNotReachable', 'ConnectionClosed', 'TooManyConnections'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300', '08006'],
];
/** Of a transaction that got no turn in time, or took longer than it may. */
const TIMED_OUT = ['P2028'];
/** Trouble that waiting does not cure. */
const MISDIRECTION = ['P1003', 'ENOTFOUND', 'DatabaseDoesNotExist', '3D000', 'TlsConnectionError'];
const DENIAL = ['AuthenticationFailed', 'DatabaseAccessDenied', '28P01', '28000', '42501'];

/** Without a code: the driver's own words for a connection that ended or never came about. */
const DISCONNECTED =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether a transaction failed only because of another, so that it may go well the next time. */
export const isConflict = (error: unknown): boolean => says(error, CONFLICT);

/** Whether the database went away, or lets nobody in for now. */
export const isDisconnection = (error: unknown): boolean =>
  says(error, DISCONNECTION) || layersOf(error).some(({ message }) => DISCONNECTED.test(String(message)));

/** What to say of trouble of the store that passes; undefined for anything else. */
export function passingTrouble(error: unknown): 'store-away' | 'store-busy' | undefined {
  if (error instanceof WaybillError) return undefined;
  if (isDisconnection(error)) return 'store-away';
  return isConflict(error) || says(error, TIMED_OUT) ? 'store-busy' : undefined;
}

/** Whether a write failed since somebody else had written the same name or number before. */
export const isUniqueViolation = (error: unknown): boolean => says(error, ['P2002']);

/** Whether there is no such database where it was looked for. */
export const isMisdirection = (error: unknown): boolean => says(error, MISDIRECTION);

/** Whether the database does not let this user in, or do what is needed. */
export const isDenial = (error: unknown): boolean => says(error, DENIAL);

/** What the driver said, without what Prisma puts around it. */
export function driverMessage(error: unknown): string {
  const messages = layersOf(error).map(({ message, code }) => String(message || code || ''));
  const quoted = messages.map(message => /Message: `(.*)`$/s.exec(message)?.[1]).find(Boolean);
  return quoted ?? messages.findLast(Boolean) ?? String(error);
}

function says(error: unknown, codes: readonly string[]): boolean {
  return layersOf(error).some(({ code, kind, originalCode }) =>
    [code, kind, originalCode].some(said => typeof said === 'string' && codes.includes(said)),
  );
}

interface Layer {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly originalCode?: unknown;
}

/** An error and what it came from, the innermost last. */
function layersOf(error: unknown): readonly Layer[] {
  if (typeof error !== 'object' || error === null) return [];
  const { cause, meta } = error as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
  return [error, ...layersOf(cause), ...layersOf(meta?.driverAdapterError)];
}
