import { type Code, type Problem, problem, WaybillError } from '../errors/index.ts';

/** What is known about the connection when something goes wrong; nothing secret. */
export interface Endpoint {
  readonly source: string;
  /** `host:port` or a file. */
  readonly where: string;
  readonly user: string;
  readonly database: string;
  /** The source's `timeout`, in ms. */
  readonly timeout: number;
}

/** Codes of the rows step whose cause may pass by itself, so that a run may be tried again (R2). */
const MAY_PASS: ReadonlySet<Code> = new Set<Code>([
  'source-unreachable',
  'source-busy',
  'source-locked',
  'source-connection-lost',
  'source-conflict',
  'source-disk-full',
  'source-out-of-memory',
  'source-died',
  'source-behind',
]);

/** Whether trying again later may help (true) or a person has to change something first (false). */
export const mayPass = (code: Code): boolean => MAY_PASS.has(code);

/** A duration in the words of waybill.yaml: `2 h`, `90 s`. */
export function durationInWords(ms: number): string {
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const)
    if (ms >= size && ms % size === 0) return `${ms / size} ${unit}`;
  return `${ms} ms`;
}

type Rule = (where: Endpoint, detail: string) => Problem;
const said =
  (
    code:
      | 'source-busy'
      | 'source-permission'
      | 'source-table-missing'
      | 'source-column-missing'
      | 'source-sql'
      | 'source-value'
      | 'source-conflict'
      | 'source-disk-full'
      | 'source-out-of-memory'
      | 'source-connection-lost'
      | 'source-failed',
  ): Rule =>
  (at, detail) =>
    problem(code, { source: at.source, detail });
const timedOut: Rule = at => problem('source-timeout', { source: at.source, after: durationInWords(at.timeout) });
const unreachable: Rule = (at, detail) => problem('source-unreachable', { source: at.source, where: at.where, detail });
const loginRefused: Rule = (at, detail) =>
  problem('source-login-refused', { source: at.source, user: at.user, detail });
const databaseUnknown: Rule = (at, detail) =>
  problem('source-database-unknown', { source: at.source, database: at.database, detail });

/** SQLSTATE, or its class of two characters, → what it means. The longer one wins. */
const BY_SQLSTATE: Readonly<Record<string, Rule>> = {
  '08': said('source-connection-lost'),
  '22': said('source-value'),
  '23': said('source-value'),
  '25006': said('source-permission'),
  '25P03': said('source-connection-lost'),
  '28': loginRefused,
  '3D000': databaseUnknown,
  '3F000': said('source-table-missing'),
  '40': said('source-conflict'),
  '42': said('source-sql'),
  '42501': said('source-permission'),
  '42P01': said('source-table-missing'),
  '42703': said('source-column-missing'),
  '53': said('source-busy'),
  '53100': said('source-disk-full'),
  '53200': said('source-out-of-memory'),
  '55P03': said('source-conflict'),
  '57014': timedOut,
  '57P01': said('source-connection-lost'),
  '57P02': said('source-connection-lost'),
  '57P03': unreachable,
  '57P05': said('source-connection-lost'),
  '58030': said('source-failed'),
};

/** Codes of Node, TLS and DNS → plain words about the way to the server. */
const BY_NETWORK_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name service does not answer',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ENOENT: 'there is no such socket',
  EACCES: 'this user may not use the socket',
};

/** Of an error of Node's OpenSSL, or of the check of the name in a certificate. */
const isTlsCode = (code: string): boolean =>
  /^(ERR_(SSL|TLS|OSSL)_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/.test(code);

interface DriverError {
  readonly code?: unknown;
  readonly message: string;
  readonly detail?: unknown;
  readonly hint?: unknown;
}

/**
 * What an error of the PostgreSQL driver means (R2, N2). `connected` is false while the connection is being made:
 * the same broken socket is then "cannot be reached", not "lost".
 */
export function postgresProblem(error: DriverError, at: Endpoint, connected: boolean): Problem {
  const code = typeof error.code === 'string' ? error.code : '';
  if (/^[0-9A-Z]{5}$/.test(code) && !(code in BY_NETWORK_CODE)) {
    const rule = BY_SQLSTATE[code] ?? BY_SQLSTATE[code.slice(0, 2)] ?? said('source-failed');
    const hint = typeof error.hint === 'string' && error.hint !== '' ? ` (${error.hint})` : '';
    return rule(at, `${error.message}${hint}`);
  }
  if (isTlsCode(code) || /SSL connection|does not support SSL/.test(error.message))
    return problem('source-tls', { source: at.source, where: at.where, detail: withoutStop(error.message) });
  if (/^SASL|password must be a string|client password/.test(error.message)) return loginRefused(at, error.message);
  const words = BY_NETWORK_CODE[code] ?? (/timeout expired/.test(error.message) ? 'it does not answer' : undefined);
  if (!connected) return unreachable(at, words ?? 'the connection was closed while it was being made');
  if (
    code !== '' ||
    /^(Connection terminated|Client has encountered a connection error|Connection ended)/.test(error.message)
  )
    return problem('source-connection-lost', {
      source: at.source,
      detail: words ?? 'it was closed from the other side',
    });
  return problem('source-failed', { source: at.source, detail: error.message });
}

/** What DuckDB calls the kind of its error, the first words of its message, → what it means. */
const BY_DUCKDB_KIND: readonly (readonly [RegExp, Rule])[] = [
  [/^IO Error: .*(No space left|Could not write|disk is full)/is, said('source-disk-full')],
  [/^Out of Memory Error: .*(max_temp_directory_size|disk space)/is, said('source-disk-full')],
  [/^Out of Memory Error/, said('source-out-of-memory')],
  [/^Catalog Error: (Table|View) with name/, said('source-table-missing')],
  [/^Catalog Error: .*schema/i, said('source-table-missing')],
  [/^Binder Error: .*(column|Table ".*" does not have)/is, said('source-column-missing')],
  // Permission: an expression of the catalog reaches for something other than the source's own tables.
  [/^(Parser|Binder|Catalog|Syntax|Not implemented|Permission) Error/, said('source-sql')],
  [/^(Conversion|Out of Range|Invalid Input|Constraint|Mismatch Type|Decimal) Error/, said('source-value')],
];

/** What an error of DuckDB means, by its own words. `path` is the file that was being opened, if one was. */
export function duckdbProblem(text: string, at: Endpoint, path: string | undefined): Problem {
  const message = text.replace(/^Failed to extract statements: /, '');
  const detail = withoutExcerpt(message);
  if (path !== undefined) {
    if (/Could not set lock on file|Conflicting lock/.test(message))
      return problem('source-locked', { source: at.source, path });
    if (/database does not exist|No such file or directory/.test(message))
      return problem('source-file-missing', { source: at.source, path });
    if (!/^(Out of Memory|INTERRUPT) Error/i.test(message))
      return problem('source-file-unreadable', { source: at.source, path, detail });
  }
  if (/^INTERRUPT Error/i.test(message)) return timedOut(at, detail);
  const rule = BY_DUCKDB_KIND.find(([pattern]) => pattern.test(message))?.[1] ?? said('source-failed');
  return rule(at, detail);
}

/** DuckDB's message without the excerpt of the query below it, which may hold filter values. */
function withoutExcerpt(message: string): string {
  const said = message.split(/\n+(LINE \d+:|Did you mean)/, 1)[0] ?? message;
  return said
    .replace(/^[\w ]+ Error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

const withoutStop = (text: string): string => text.replace(/[.\s]+$/, '');

/** The error that carries a problem; the database's own is kept as its cause. */
export const classified = (found: Problem, cause: unknown): WaybillError => new WaybillError([found], { cause });

/** What it means that DuckDB's process ended by itself. */
export const problemOfDeath = (how: string, at: Endpoint): Problem =>
  problem('source-died', { source: at.source, detail: withoutStop(how) });
