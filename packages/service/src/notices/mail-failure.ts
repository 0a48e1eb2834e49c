import type { SendResult } from './notice-retry.ts';

/** What nodemailer tells about a failure. */
interface MailError {
  readonly message: string;
  readonly code?: unknown;
  readonly originalCode?: unknown;
  /** What the server answered with: 4xx is for now, 5xx for good. */
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/** Trouble that stays until somebody changes something. */
const FOR_GOOD: ReadonlySet<unknown> = new Set(['EAUTH', 'ENOAUTH', 'EENVELOPE', 'EMESSAGE', 'ECONFIG', 'EREQUIRETLS']);
const CERTIFICATE = /^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;

/** Whether an e-mail that was not taken may be taken later (N2). Pure. */
export function mailFailure(error: unknown): Exclude<SendResult, { kind: 'sent' }> {
  if (!(error instanceof Error)) return { kind: 'retry', error: String(error) };
  const { message, code, originalCode, responseCode, response } = error as MailError;
  const said = typeof response === 'string' && response !== '' ? `the mail server said: ${response}` : message;
  if (typeof responseCode === 'number' && responseCode >= 400)
    return { kind: responseCode >= 500 ? 'refused' : 'retry', error: said };
  if (CERTIFICATE.test(String(originalCode ?? code)))
    return { kind: 'refused', error: `the certificate of the mail server was not accepted (${message})` };
  return { kind: FOR_GOOD.has(code) ? 'refused' : 'retry', error: said };
}
