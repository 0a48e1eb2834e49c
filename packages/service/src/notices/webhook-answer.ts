import type { SendResult } from './notice-retry.ts';
import type { WebhookAnswer } from './webhook-request.ts';

const MINUTE = 60_000;

/**
 * What the answer to a webhook means: only 2xx is taken; 410 (nobody wants it any more) and redirects (which would lead
 * past the check of the host) end it; everything else may be another in a while. Pure.
 */
export function webhookResult({ status, retryAfter, location }: WebhookAnswer, now: Date): SendResult {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 410) return { kind: 'refused', error: 'the receiver answered 410: it is gone for good' };
  if (status >= 300 && status < 400) {
    const where = location === undefined ? '' : ` to ${location.slice(0, 200)}`;
    return { kind: 'refused', error: `the receiver answered ${status}, a redirect${where}; none is followed` };
  }
  return { kind: 'retry', error: `the receiver answered ${status}`, after: waitAsked(retryAfter, now) };
}

/** Milliseconds that a Retry-After asks for: seconds, or a date. */
function waitAsked(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  // Their clock may be a little behind.
  return Number.isNaN(at) ? undefined : Math.max(at - now.getTime(), 1 * MINUTE);
}
