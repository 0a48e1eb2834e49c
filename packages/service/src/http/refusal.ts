import {
  type Code,
  type ParamsOf,
  type Problem,
  type ProblemDetails,
  problem,
  WaybillError,
} from '@waybill/engine/errors';

/** Problems that get another HTTP status here than their codes have elsewhere. */
export class Refusal extends WaybillError {
  readonly status: number;
  /** Of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, problems: readonly [Problem, ...Problem[]], headers: Refusal['headers'] = {}) {
    super(problems);
    this.status = status;
    this.headers = headers;
  }
}

/** Throws one problem of the catalogue with a status of its own. */
export function refuse<C extends Code>(
  status: number,
  code: C,
  params: ParamsOf<C>,
  details: ProblemDetails = {},
): never {
  throw new Refusal(status, [problem(code, params, details)]);
}
