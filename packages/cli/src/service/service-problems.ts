import { ApiError, type ApiProblem, type ServiceUnreachable } from '@waybill/api';
import { CATALOGUE, type Code, type Problem, type ProblemKind, problem, WaybillError } from '@waybill/engine/errors';

/** What a service said, or that it said nothing, as problems like any other: with an exit code, a cause and a fix. */
export function asWaybillError(error: ApiError | ServiceUnreachable): WaybillError {
  if (!(error instanceof ApiError)) {
    return new WaybillError([problem('service-unreachable', { said: error.message, advice: error.fix })], {
      cause: error,
    });
  }
  const kind = kindOfStatus(error.status);
  const [first = bareProblem(error), ...rest] = error.problems.map(p => localProblem(p, kind));
  return new WaybillError([first, ...rest], { cause: error });
}

/** A problem of the API; its kind is that of the catalogue, so that it ends a command as it would without a service. */
export const localProblem = (said: ApiProblem, kind?: ProblemKind): Problem => {
  const { place, found, expected, suggestions, ...rest } = said;
  return {
    ...rest,
    // A newer service may have codes that are not in this catalogue.
    code: said.code as Code,
    kind: kind ?? (CATALOGUE[said.code as Code] as { kind: ProblemKind } | undefined)?.kind ?? 'input',
    ...(place === undefined ? {} : { place: defined(place) }),
    ...(found === undefined ? {} : { found }),
    ...(expected === undefined ? {} : { expected }),
    ...(suggestions === undefined ? {} : { suggestions }),
  };
};

/** Without the keys that hold nothing. */
const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;

/** Who is not let in, and who is to wait, is a matter of the service; else the code decides. */
const kindOfStatus = (status: number): ProblemKind | undefined =>
  [401, 403, 429, 503].includes(status) ? 'service' : undefined;

const bareProblem = ({ details }: ApiError): Problem =>
  problem('service-unreachable', {
    said: `The service says: ${details.detail || details.title}.`,
    advice: `Its log tells more about request ${details.requestId}.`,
  });
