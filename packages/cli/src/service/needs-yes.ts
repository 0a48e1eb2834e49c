import type { ApiError } from '@waybill/api';
import { WaybillError } from '@waybill/engine/errors';
import { asWaybillError } from './service-problems.ts';

/** What the service wants to be confirmed, with the way in which a command line says yes. */
export function needsYes(error: ApiError): WaybillError {
  const [first, ...rest] = asWaybillError(error).problems;
  return new WaybillError([{ ...first, fix: 'Add `--yes` if that is what you want.' }, ...rest], { cause: error });
}
