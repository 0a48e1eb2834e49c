/** What Slack's Web API answers, without its classes: several copies of them may be loaded. */

interface Refused {
  readonly data?: {
    readonly error?: string;
    readonly needed?: string;
    readonly response_metadata?: { messages?: string[] };
  };
  readonly retryAfter?: number;
  readonly code?: string;
}

/** The code of an answer that says no: `channel_not_found`; undefined where there was no answer. */
export const slackErrorCode = (error: unknown): string | undefined => (error as Refused | undefined)?.data?.error;

export const isSlackError = (error: unknown, ...codes: readonly string[]): boolean => {
  const code = slackErrorCode(error);
  return code !== undefined && codes.includes(code);
};

/** Seconds after which Slack takes the next call, where it said that there were too many. */
export function retryAfterOf(error: unknown): number | undefined {
  const refused = error as Refused | undefined;
  if (typeof refused?.retryAfter === 'number') return refused.retryAfter;
  return isSlackError(error, 'ratelimited', 'rate_limited') ? 30 : undefined;
}

/** The scope that is missing, where that is what is wrong. */
export const missingScope = (error: unknown): string | undefined =>
  isSlackError(error, 'missing_scope') ? ((error as Refused).data?.needed ?? 'unknown') : undefined;
