import type { ApiProblem } from '@waybill/api';
import type { Problem } from '@waybill/engine/errors';

/** A problem as the API has it. */
export const apiProblem = ({
  code,
  severity,
  message,
  fix,
  place,
  found,
  expected,
  suggestions,
}: Problem): ApiProblem => ({
  code,
  severity,
  message,
  fix,
  ...(place === undefined ? {} : { place: { ...place } }),
  ...(found === undefined ? {} : { found }),
  ...(expected === undefined ? {} : { expected }),
  ...(suggestions === undefined ? {} : { suggestions: [...suggestions] }),
});
