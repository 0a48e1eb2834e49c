import { delayBefore } from '@waybill/engine/delivery';

export interface RetrySettings {
  /** Attempts in all. */
  readonly attempts: number;
  /** Milliseconds before the second attempt. */
  readonly first: number;
  /** The longest wait, milliseconds. */
  readonly longest: number;
}

/** Each wait is so many times the one before. */
const FACTOR = 4;

/**
 * Milliseconds until the next attempt of a run whose trouble may pass (R2), or null when it has failed: what cannot pass
 * (a wrong password) is not tried again, nor is what was tried often enough.
 * @param attempt the one that failed, from 1 on.
 * @param random in [0, 1): runs that failed together do not come back together.
 */
export function waitForRetry(
  settings: RetrySettings,
  { attempt, mayPass, random }: { readonly attempt: number; readonly mayPass: boolean; readonly random: number },
): number | null {
  if (!mayPass || attempt >= settings.attempts) return null;
  return delayBefore(attempt + 1, { ...settings, factor: FACTOR }, random);
}
