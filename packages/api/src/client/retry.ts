import { ApiError, type ServiceUnreachable } from './errors.ts';

/** Waits between attempts, milliseconds: soon at first, since most of what passes passes at once. */
const WAITS = [200, 600, 1800] as const;
/** Nobody listens: a service that is restarting is back within this, one that is down is said to be. */
const REFUSED_ATTEMPTS = 3;
/** A wait that the service asks for beyond this is the caller's to decide, milliseconds. */
const LONGEST_WAIT = 60_000;

/** What is known about a call that went wrong. */
export interface FailedCall {
  /** Attempts that were made, from 1. */
  readonly attempt: number;
  /** Whether sending it again does nothing twice: it only reads, or carries an idempotency key. */
  readonly repeatable: boolean;
  readonly error: ApiError | ServiceUnreachable;
}

/** Milliseconds to wait before the call is made again; undefined when it is not (C2). */
export function waitBeforeRetry({ attempt, repeatable, error }: FailedCall): number | undefined {
  const usual = WAITS[attempt - 1];
  if (usual === undefined) return undefined;
  if (error instanceof ApiError) {
    const passes = isSaidBefore(error) || (repeatable && error.status === 503) || isBusy(error);
    if (!passes) return undefined;
    const asked = error.retryAfter === undefined ? usual : Math.max(error.retryAfter * 1000, 50);
    return asked > LONGEST_WAIT ? undefined : asked;
  }
  switch (error.reason) {
    case 'refused':
      return attempt < REFUSED_ATTEMPTS ? usual : undefined;
    case 'broken':
    case 'unavailable':
      return repeatable ? usual : undefined;
    default:
      return undefined;
  }
}

/** Nothing was done. A database that went away, which is 503 as well, may have kept what was done before. */
const isSaidBefore = ({ status, code }: ApiError): boolean => status === 429 || code === 'service-stopping';

/** The same request, sent before, is still being worked on. */
const isBusy = (error: ApiError): boolean => error.status === 409 && error.code === 'request-in-progress';
