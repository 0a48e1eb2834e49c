import { type Problem, problem } from '../errors/index.ts';
import { durationInWords, type Endpoint, postgresProblem } from './classify.ts';
import { type TrinoFailure, TrinoHttpError, TrinoQueryError } from './trino-statement.ts';

type Rule = (at: Endpoint, detail: string) => Problem;

const said =
  (
    code:
      | 'source-busy'
      | 'source-connection-lost'
      | 'source-permission'
      | 'source-table-missing'
      | 'source-column-missing'
      | 'source-query-too-long'
      | 'source-sql'
      | 'source-value'
      | 'source-conflict'
      | 'source-disk-full'
      | 'source-out-of-memory'
      | 'source-behind'
      | 'source-failed',
  ): Rule =>
  (at, detail) =>
    problem(code, { source: at.source, detail });
const databaseUnknown: Rule = (at, detail) =>
  problem('source-database-unknown', { source: at.source, database: at.database, detail });
const lost = said('source-connection-lost');

/** The coordinator's own limit was met, which its message names: `… time limit of 5.00m`. */
const timedOut: Rule = (at, detail) =>
  problem('source-timeout', {
    source: at.source,
    after: /limit of ([\d.]+ ?\w+)/.exec(detail)?.[1] ?? durationInWords(at.timeout),
  });

/** Trino's names of errors → what they mean. What is not here goes by its type. */
const BY_NAME: Readonly<Record<string, Rule>> = {
  ABANDONED_QUERY: lost,
  ADMINISTRATIVELY_KILLED: said('source-failed'),
  ADMINISTRATIVELY_PREEMPTED: said('source-busy'),
  CATALOG_NOT_FOUND: databaseUnknown,
  CLUSTER_OUT_OF_MEMORY: said('source-out-of-memory'),
  COLUMN_NOT_FOUND: said('source-column-missing'),
  DIVISION_BY_ZERO: said('source-value'),
  EXCEEDED_CPU_LIMIT: timedOut,
  EXCEEDED_GLOBAL_MEMORY_LIMIT: said('source-out-of-memory'),
  EXCEEDED_LOCAL_MEMORY_LIMIT: said('source-out-of-memory'),
  EXCEEDED_SPILL_LIMIT: said('source-disk-full'),
  EXCEEDED_TIME_LIMIT: timedOut,
  INVALID_CAST_ARGUMENT: said('source-value'),
  INVALID_FUNCTION_ARGUMENT: said('source-value'),
  NO_NODES_AVAILABLE: said('source-busy'),
  NUMERIC_VALUE_OUT_OF_RANGE: said('source-value'),
  OUT_OF_SPILL_SPACE: said('source-disk-full'),
  PAGE_TRANSPORT_ERROR: lost,
  PAGE_TRANSPORT_TIMEOUT: lost,
  PERMISSION_DENIED: said('source-permission'),
  QUERY_QUEUE_FULL: said('source-busy'),
  QUERY_REJECTED: said('source-busy'),
  QUERY_TEXT_TOO_LARGE: said('source-query-too-long'),
  REMOTE_HOST_GONE: lost,
  REMOTE_TASK_ERROR: lost,
  REMOTE_TASK_MISMATCH: lost,
  SCHEMA_NOT_FOUND: said('source-table-missing'),
  SERVER_SHUTTING_DOWN: lost,
  SERVER_STARTING_UP: said('source-busy'),
  SUBQUERY_MULTIPLE_ROWS: said('source-value'),
  TABLE_NOT_FOUND: said('source-table-missing'),
  TOO_MANY_REQUESTS_FAILED: lost,
  TRANSACTION_CONFLICT: said('source-conflict'),
};

const BY_TYPE: Readonly<Record<TrinoFailure['errorType'], Rule>> = {
  USER_ERROR: said('source-sql'),
  INTERNAL_ERROR: said('source-failed'),
  INSUFFICIENT_RESOURCES: said('source-busy'),
  EXTERNAL: said('source-behind'),
};

/** What went wrong between Waybill and Trino, or in Trino (R2, N2). */
export function trinoProblem(error: unknown, at: Endpoint): Problem {
  if (error instanceof TrinoQueryError) return failureProblem(error.failure, at);
  if (error instanceof TrinoHttpError) return httpProblem(error, at);
  // Sockets, TLS and names of hosts fail alike for every driver.
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return problem('source-failed', { source: at.source, detail: message });
  const reached = code === 'ECONNRESET' || code === 'EPIPE';
  return postgresProblem({ code, message }, at, reached);
}

function failureProblem({ errorName, errorType, message }: TrinoFailure, at: Endpoint): Problem {
  const rule = BY_NAME[errorName] ?? BY_TYPE[errorType] ?? said('source-failed');
  return rule(at, message.replace(/^line \d+:\d+: /, ''));
}

function httpProblem({ status, message }: TrinoHttpError, at: Endpoint): Problem {
  const words = /<html/i.test(message) ? '' : message.replaceAll(/\s+/g, ' ').trim();
  const detail = words === '' ? `it answers with the HTTP status ${status}` : words;
  if (status === 401) return problem('source-login-refused', { source: at.source, user: at.user, detail });
  if (status === 403) return said('source-permission')(at, detail);
  if (status === 413) return said('source-query-too-long')(at, detail);
  // A coordinator that was started anew knows nothing of the query.
  if (status === 404 && /query/i.test(message)) return lost(at, 'the coordinator does not know the query any more');
  if (status === 429 || status === 503) return said('source-busy')(at, detail);
  if (status === 502 || status === 504)
    return problem('source-unreachable', { source: at.source, where: at.where, detail });
  return said('source-failed')(at, `what answers at ${at.where} is not a Trino coordinator (HTTP status ${status})`);
}
