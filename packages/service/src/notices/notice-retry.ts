/** What became of sending a notice. */
export type SendResult =
  | { readonly kind: 'sent'; readonly reference?: string | undefined }
  /** It may go well later. */
  | { readonly kind: 'retry'; readonly error: string; readonly after?: number | undefined }
  /** It never will: an address that is wrong, a receiver that does not want it. */
  | { readonly kind: 'refused'; readonly error: string };

const MINUTE = 60_000;
/** Milliseconds before each attempt after the first: five attempts in about an hour. */
const WAITS: readonly number[] = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 40 * MINUTE];
/** Nobody wants to hear of it later than that. */
const LONGEST_WAIT = 24 * 60 * MINUTE;

/**
 * Milliseconds until a notice is tried again, or null when it has failed (N2).
 * @param attempt the one that failed, from 1 on.
 */
export function waitBeforeAttempt(attempt: number, result: Exclude<SendResult, { kind: 'sent' }>): number | null {
  const wait = WAITS[attempt - 1];
  if (result.kind === 'refused' || wait === undefined) return null;
  // What the receiver asks for makes it later, never sooner.
  const asked = result.after ?? 0;
  return asked > LONGEST_WAIT ? null : Math.max(wait, asked);
}
