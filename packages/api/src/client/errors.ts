import type { ApiProblem, ProblemDetails } from '../schemas/common.ts';

/** The service answered, and said no. What it said is data: every surface renders `problems`. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** Code of the first problem; docs/errors.md explains each. */
  readonly code: string;
  readonly problems: readonly ApiProblem[];
  /** Finds the request in the service's log. */
  readonly requestId: string;
  readonly details: ProblemDetails;
  /** Seconds after which asking again may help, where the service said so. */
  readonly retryAfter: number | undefined;

  constructor(details: ProblemDetails, retryAfter?: number) {
    super(details.problems.length > 0 ? details.problems.map(p => p.message).join('\n') : details.detail);
    this.name = 'ApiError';
    this.status = details.status;
    this.code = details.code;
    this.problems = details.problems;
    this.requestId = details.requestId;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}

/**
 * Why no answer of the service came.
 * - `refused`: nothing listens there.
 * - `unknown-host`: no machine has that name.
 * - `timeout`: no answer in time.
 * - `certificate`: its certificate is not trusted.
 * - `broken`: the connection ended before the answer did.
 * - `unavailable`: something in front of it says that it is down.
 * - `not-waybill`: something answers, and it is not Waybill's service (or one of another version).
 */
export type UnreachableReason =
  | 'refused'
  | 'unknown-host'
  | 'timeout'
  | 'certificate'
  | 'broken'
  | 'unavailable'
  | 'not-waybill';

/** No answer of the service; `message` is a sentence for people, `fix` says what to do. */
export class ServiceUnreachable extends Error {
  readonly reason: UnreachableReason;
  readonly url: string;
  readonly fix: string;

  constructor(reason: UnreachableReason, url: string, message: string, fix: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ServiceUnreachable';
    this.reason = reason;
    this.url = url;
    this.fix = fix;
  }
}

const SENTENCES: Readonly<Record<UnreachableReason, (url: string, detail: string) => readonly [string, string]>> = {
  refused: url => [
    `No service answers at ${url}.`,
    'Start it with `waybill serve`, or name the right address with `--url` or WAYBILL_URL.',
  ],
  'unknown-host': url => [
    `The host of ${url} is not known.`,
    'Correct the address, or look whether this machine is connected to that network.',
  ],
  timeout: (url, detail) => [
    `The service at ${url} gave no answer within ${detail}.`,
    'Try again; when it stays so, look at the log of the service and at `/ready`.',
  ],
  certificate: (url, detail) => [
    `The certificate of ${url} is not trusted: ${detail}.`,
    'Correct the certificate, or give this machine its authority with NODE_EXTRA_CA_CERTS.',
  ],
  broken: (url, detail) => [
    `The connection to ${url} broke off: ${detail}.`,
    'Try again; a request that changes something is never done twice when the same client repeats it.',
  ],
  unavailable: (url, detail) => [
    `The service behind ${url} is not available (${detail}).`,
    'Try again in a moment; it may be starting.',
  ],
  'not-waybill': (url, detail) => [
    `What answers at ${url} is not a Waybill service that this version understands (${detail}).`,
    "Look whether the address is right, and whether client and service are of the same version (`/health` says the service's).",
  ],
};

export function unreachable(
  reason: UnreachableReason,
  url: string,
  detail: string,
  cause?: unknown,
): ServiceUnreachable {
  const [message, fix] = SENTENCES[reason](url, detail);
  return new ServiceUnreachable(reason, url, message, fix, cause);
}

const REFUSED = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'];
const CERTIFICATE = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_SSL|EPROTO)/;

/** What a thrown error of `fetch` means; the codes are those of Node's sockets, resolver and TLS. */
export function unreachableOf(url: string, error: unknown, timeoutMs: number): ServiceUnreachable {
  if (error instanceof ServiceUnreachable) return error;
  const codes: string[] = [];
  const texts: string[] = [];
  collect(error, codes, texts);
  const seconds = `${timeoutMs / 1000} s`;
  if (codes.includes('TimeoutError') || codes.some(code => /TIMEOUT|ETIMEDOUT/.test(code)))
    return unreachable('timeout', url, seconds, error);
  if (codes.some(code => REFUSED.includes(code))) return unreachable('refused', url, '', error);
  if (codes.some(code => code === 'ENOTFOUND' || code === 'EAI_AGAIN'))
    return unreachable('unknown-host', url, '', error);
  const certificate = codes.find(code => CERTIFICATE.test(code));
  const last = texts.at(-1) ?? String(error);
  if (certificate !== undefined) return unreachable('certificate', url, last, error);
  return unreachable('broken', url, last, error);
}

function collect(error: unknown, codes: string[], texts: string[]): void {
  if (!(error instanceof Error)) return;
  const { code, name } = error as { code?: unknown; name: string };
  if (typeof code === 'string') codes.push(code);
  codes.push(name);
  if (error.message !== '') texts.push(error.message);
  if (error instanceof AggregateError) for (const inner of error.errors) collect(inner, codes, texts);
  collect(error.cause, codes, texts);
}
