export { CATALOGUE, type Code, type ParamsOf } from './codes.ts';
export type { ErrorEntry, ProblemKind } from './define.ts';
export { generalTexts } from './general-texts.ts';
export { nearest } from './nearest.ts';
export {
  fail,
  failOnErrors,
  type Place,
  type Problem,
  type ProblemDetails,
  problem,
  WaybillError,
} from './waybill-error.ts';
