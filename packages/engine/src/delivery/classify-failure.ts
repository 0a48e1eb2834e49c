import type { Code } from '../errors/index.ts';

/**
 * What a failure of a driver means: which error of the catalogue it is, and whether trying again can help. Pure: a
 * table of the shapes that node, ssh2, basic-ftp and the AWS SDK throw, looked through from the top.
 */

export type Retry = 'may-pass' | 'cannot-pass';

/** What was being done; the same answer of a server means different things. */
export type Step = 'connect' | 'folder' | 'look' | 'send' | 'rename' | 'remove';

/** Codes whose parameters are the destination, the address and the server's words. */
export type FailureCode = Extract<
  Code,
  | 'destination-unreachable'
  | 'destination-connection-lost'
  | 'destination-timeout'
  | 'destination-busy'
  | 'destination-server-error'
  | 'destination-login-failed'
  | 'destination-key-unreadable'
  | 'destination-certificate-rejected'
  | 'destination-tls-failed'
  | 'destination-permission-denied'
  | 'destination-folder-missing'
  | 'destination-bucket-missing'
  | 'destination-full'
  | 'destination-rename-refused'
  | 'destination-refused'
>;

export interface Failure {
  readonly code: FailureCode | 'destination-name-exists';
  readonly retry: Retry;
  /** The server's or the system's own words, in one line. */
  readonly detail: string;
}

type Verdict = Omit<Failure, 'detail'>;

const is = (code: Failure['code'], retry: Retry): Verdict => ({ code, retry });

const UNREACHABLE = is('destination-unreachable', 'may-pass');
const LOST = is('destination-connection-lost', 'may-pass');
const SLOW = is('destination-timeout', 'may-pass');
const BUSY = is('destination-busy', 'may-pass');
const BROKEN = is('destination-server-error', 'may-pass');
const LOGIN = is('destination-login-failed', 'cannot-pass');
const CERTIFICATE = is('destination-certificate-rejected', 'cannot-pass');
const TLS = is('destination-tls-failed', 'cannot-pass');
const PERMISSION = is('destination-permission-denied', 'cannot-pass');
const FOLDER = is('destination-folder-missing', 'cannot-pass');
const BUCKET = is('destination-bucket-missing', 'cannot-pass');
const FULL = is('destination-full', 'cannot-pass');
const RENAME = is('destination-rename-refused', 'cannot-pass');
const EXISTS = is('destination-name-exists', 'cannot-pass');
const REFUSED = is('destination-refused', 'cannot-pass');

const ERRNO: Readonly<Record<string, Verdict>> = {
  ECONNREFUSED: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENETDOWN: UNREACHABLE,
  EADDRNOTAVAIL: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  ENODATA: UNREACHABLE,
  ECONNRESET: LOST,
  ECONNABORTED: LOST,
  EPIPE: LOST,
  ENOTCONN: LOST,
  ERR_STREAM_PREMATURE_CLOSE: LOST,
  ERR_STREAM_DESTROYED: LOST,
  ERR_SOCKET_CLOSED: LOST,
  ETIMEDOUT: SLOW,
  ERR_SOCKET_CONNECTION_TIMEOUT: SLOW,
  ESOCKETTIMEDOUT: SLOW,
  EBUSY: BUSY,
  EAGAIN: BUSY,
  ETXTBSY: BUSY,
  EMFILE: BUSY,
  ENFILE: BUSY,
  EIO: BROKEN,
  ESTALE: BROKEN,
  EREMOTEIO: BROKEN,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: PERMISSION,
  ENOENT: FOLDER,
  ENOTDIR: FOLDER,
  EXDEV: RENAME,
  EPROTO: TLS,
};

/** OpenSSL's verdicts on certificates, as node puts them into `code`. */
const CERTIFICATE_CODE =
  /^(CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|ERR_TLS_CERT_ALTNAME|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERROR_IN_CERT|EMAIL_MISMATCH|IP_ADDRESS_MISMATCH)/;

const SFTP_STATUS: Readonly<Record<number, Verdict>> = {
  2: FOLDER,
  3: PERMISSION,
  5: BROKEN,
  6: LOST,
  7: LOST,
  8: REFUSED,
  10: FOLDER,
  11: EXISTS,
  12: PERMISSION,
  14: FULL,
  15: FULL,
  17: BUSY,
};

const S3_NAME: Readonly<Record<string, Verdict>> = {
  InvalidAccessKeyId: LOGIN,
  SignatureDoesNotMatch: LOGIN,
  ExpiredToken: LOGIN,
  InvalidToken: LOGIN,
  TokenRefreshRequired: LOGIN,
  CredentialsProviderError: LOGIN,
  RequestTimeTooSkewed: LOGIN,
  AccountProblem: LOGIN,
  AccessDenied: PERMISSION,
  AllAccessDisabled: PERMISSION,
  NoSuchBucket: BUCKET,
  PermanentRedirect: BUCKET,
  AuthorizationHeaderMalformed: BUCKET,
  IllegalLocationConstraintException: BUCKET,
  SlowDown: BUSY,
  TooManyRequestsException: BUSY,
  ThrottlingException: BUSY,
  Throttling: BUSY,
  RequestLimitExceeded: BUSY,
  BandwidthLimitExceeded: BUSY,
  ServiceUnavailable: BUSY,
  ConditionalRequestConflict: BUSY,
  OperationAborted: BUSY,
  RequestTimeout: SLOW,
  TimeoutError: SLOW,
  InternalError: BROKEN,
  BadDigest: BROKEN,
  XAmzContentSHA256Mismatch: BROKEN,
  IncompleteBody: BROKEN,
  NoSuchUpload: BROKEN,
  QuotaExceeded: FULL,
  XMinioStorageFull: FULL,
  PreconditionFailed: EXISTS,
};

/** The answer of an FTP server; its first digit says whether it may pass, the rest and the words say what it is. */
function ofFtpReply(code: number, words: string, step: Step): Verdict {
  if (code === 421) return BUSY;
  if (code === 425 || code === 426) return LOST;
  if (code === 430 || code === 530 || code === 532) return LOGIN;
  if (code === 434) return UNREACHABLE;
  if (code === 451) return BROKEN;
  if (code === 452) return { ...FULL, retry: 'may-pass' };
  if (code >= 400 && code < 500) return BUSY;
  if (code === 552) return FULL;
  if (code === 522 || (code >= 533 && code <= 537) || code === 431) return TLS;
  if (/\b(ssl|tls|encrypt)/i.test(words)) return TLS;
  if (/no space|disk full|quota|insufficient storage/i.test(words)) return FULL;
  if (/exist/i.test(words) && step === 'rename' && !/not exist|no such/i.test(words)) return EXISTS;
  if (step === 'rename') return RENAME;
  if (/permission|denied|not permitted|read-only/i.test(words)) return PERMISSION;
  if (/no such|not found|doesn.t exist|not exist|failed to change/i.test(words)) return FOLDER;
  if (code === 550 || code === 553) return PERMISSION;
  return REFUSED;
}

function ofHttpStatus(status: number): Verdict | undefined {
  if (status === 401) return LOGIN;
  if (status === 403) return PERMISSION;
  if (status === 301 || status === 307) return BUCKET;
  if (status === 408) return SLOW;
  if (status === 409 || status === 429 || status === 503) return BUSY;
  if (status === 412) return EXISTS;
  if (status === 507) return FULL;
  if (status >= 500) return BROKEN;
  return status >= 400 ? REFUSED : undefined;
}

/** The levels that ssh2 puts on its errors. */
function ofSshLevel(level: string, words: string): Verdict | undefined {
  switch (level) {
    case 'client-authentication':
    case 'agent':
      return LOGIN;
    case 'client-timeout':
      return SLOW;
    case 'client-dns':
      return UNREACHABLE;
    case 'client-socket':
      return LOST;
    // An SSH_MSG_DISCONNECT; the level is put on by `sftp.ts`, since ssh2 gives the bare reason.
    case 'disconnect':
      return /authentication/i.test(words) ? LOGIN : BUSY;
    case 'handshake':
      return REFUSED;
    case 'protocol':
      // Something listens there and does not speak SSH, or lets nobody in.
      if (/lost before handshake/i.test(words)) return UNREACHABLE;
      return /ended|closed/i.test(words) ? LOST : REFUSED;
    case 'sftp-protocol':
      return BROKEN;
    default:
      return undefined;
  }
}

/** What only the words tell: drivers that throw plain errors. */
const WORDS: readonly (readonly [RegExp, Verdict])[] = [
  [/certificate|self[- ]signed|altname/i, CERTIFICATE],
  [/authentication methods failed|authentication failures?/i, LOGIN],
  [/timed? ?out/i, SLOW],
  [
    /no response from server|not connected|connection (lost|closed|reset|ended)|unexpected (end|close)|FIN packet|closed (the )?connection|transmission error|client is closed|socket (hang up|closed|disconnected)|disconnected|premature close|channel (closed|open failure)/i,
    LOST,
  ],
];

/** The shapes in which the drivers' errors come; everything optional. */
interface Shape {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly level?: unknown;
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

function verdictOf(shape: Shape, words: string, step: Step): Verdict {
  const { code, level, $metadata } = shape;
  // First of all: the AWS SDK calls a reset connection a timeout and keeps the code.
  if (typeof code === 'string' && ERRNO[code]) return ERRNO[code];
  if ($metadata !== undefined || typeof shape.Code === 'string' || shape.name === 'CredentialsProviderError') {
    const known = S3_NAME[String(shape.name)] ?? S3_NAME[String(shape.Code)];
    const status = $metadata?.httpStatusCode;
    const verdict = known ?? (status === undefined ? undefined : ofHttpStatus(status));
    if (verdict) return verdict;
  }
  if (typeof code === 'number' && typeof level !== 'string') {
    // FTP replies have three digits, SFTP statuses at most two.
    if (code >= 100) return ofFtpReply(code, words, step);
    if (code === 4) return step === 'rename' ? RENAME : BROKEN;
    const verdict = SFTP_STATUS[code];
    if (verdict) return step === 'rename' && (verdict === REFUSED || verdict === PERMISSION) ? RENAME : verdict;
  }
  if (typeof code === 'string') {
    if (CERTIFICATE_CODE.test(code)) return CERTIFICATE;
    if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return TLS;
    const verdict = S3_NAME[code];
    if (verdict) return verdict;
  }
  if (typeof level === 'string') {
    const verdict = ofSshLevel(level, words);
    if (verdict) return verdict;
  }
  const named = S3_NAME[String(shape.name)];
  if (named) return named;
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? BROKEN;
}

/**
 * Classifies what a driver threw. A fault of the program (a TypeError and the like) is none of the destination's
 * failures and gives undefined.
 */
export function classifyFailure(error: unknown, step: Step): Failure | undefined {
  if (isFault(error)) return undefined;
  // node tries several addresses of a name and reports all of them; the last word counts.
  const shape = ((error as Shape | undefined)?.errors?.at(-1) ?? error ?? {}) as Shape;
  const words = typeof shape.message === 'string' && shape.message !== '' ? shape.message : String(shape.name ?? error);
  return { ...verdictOf(shape, words, step), detail: oneLine(words) };
}

/** Errors that only a mistake in the program makes. */
function isFault(error: unknown): boolean {
  if (typeof (error as Shape | undefined)?.code === 'string') return false;
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}

/** Longest text of a server that goes into a message. */
const LONGEST_DETAIL = 300;

function oneLine(text: string): string {
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  const cut = line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line;
  return cut.replace(/\.$/, '');
}
