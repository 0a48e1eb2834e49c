import { setTimeout as pause } from 'node:timers/promises';

export interface RetryPolicy {
  /** How often it is tried in all. Default 3; 1 is: never again. */
  readonly attempts: number;
  /** Milliseconds before the second attempt. Default 2,000. */
  readonly first: number;
  /** Each wait is this many times the one before. Default 4. */
  readonly factor: number;
  /** Longest wait in milliseconds. Default 60,000. */
  readonly longest: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, first: 2_000, factor: 4, longest: 60_000 };

export const NO_RETRY: RetryPolicy = { ...DEFAULT_RETRY, attempts: 1 };

/**
 * Milliseconds to wait before `attempt` (2 is the first that waits), somewhere between half and the whole of the
 * step, so that many runs which failed together do not come back together. `random` is in [0, 1).
 */
export function delayBefore(attempt: number, policy: RetryPolicy, random: number): number {
  if (attempt <= 1) return 0;
  const step = Math.min(policy.longest, policy.first * policy.factor ** (attempt - 2));
  return Math.round(step * (0.5 + random / 2));
}

/** Waits before the next attempt. Abort ends the waiting with the signal's reason. */
export async function waitBefore(attempt: number, policy: RetryPolicy, signal: AbortSignal): Promise<void> {
  const milliseconds = delayBefore(attempt, policy, Math.random());
  signal.throwIfAborted();
  try {
    if (milliseconds > 0) await pause(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
