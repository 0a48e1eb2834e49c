import type { ProblemDetails } from '@waybill/api';
import { type Problem, problem, WaybillError } from '@waybill/engine/errors';
import { apiProblem } from '../exports/api-problem.ts';
import { passingTrouble } from '../store/error-codes.ts';
import { statusOf } from './error-status.ts';
import { Refusal } from './refusal.ts';

/** What a request that went wrong is answered with. */
export interface ErrorAnswer {
  readonly details: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
  /** A fault of Waybill's own, which the log has to have. */
  readonly isFault: boolean;
}

/** Makes the answer of an error (RFC 9457). What is not coded is an internal fault, and nothing of it leaves (C2). */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  const coded = codedError(error);
  const problems = coded?.problems ?? [internalFault(requestId)];
  const [first] = problems;
  const status = coded instanceof Refusal ? coded.status : statusOf(first);
  return {
    details: {
      type: `/docs/errors#${first.code}`,
      title: titleOf(first.code),
      status,
      detail: problems.map(p => p.message).join('\n'),
      code: first.code,
      requestId,
      problems: problems.map(apiProblem),
    },
    headers: headersFor(status, error),
    isFault: first.kind === 'internal',
  };
}

function codedError(error: unknown): WaybillError | undefined {
  if (error instanceof WaybillError) return error;
  const passing = passingTrouble(error);
  return passing && new WaybillError([problem(passing, {})]);
}

const internalFault = (requestId: string): Problem =>
  problem('internal-fault', { detail: `the request ${requestId} met an error that its log explains` });

/** `unknown-export` → `Unknown export`. */
const titleOf = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');

function headersFor(status: number, error: unknown): ErrorAnswer['headers'] {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="waybill"' };
  if (error instanceof RateLimited) return { 'retry-after': String(error.seconds) };
  const own = error instanceof Refusal ? error.headers : {};
  return status === 503 ? { 'retry-after': '2', ...own } : own;
}

/** More requests than are allowed (Q3). */
export class RateLimited extends WaybillError {
  readonly seconds: number;

  constructor(limit: number, seconds: number) {
    super([problem('rate-limited', { limit, seconds })]);
    this.seconds = seconds;
  }
}
