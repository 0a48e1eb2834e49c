/** The engine: definition → plan → rows → file → delivery. */
export { type FoundAudience, findAudience } from './audience/find-audience.ts';
export {
  type DeliveryIntent,
  type DeliveryLedger,
  deliveryIntentSchema,
  type LedgerEntry,
  type MadeFiles,
  madeFilesSchema,
} from './delivery/index.ts';
export { columnsOf, fileNamesOf } from './describe-export.ts';
export * from './errors/index.ts';
export { fieldList } from './plan/field-list.ts';
export { mustBe, personalColumns } from './plan/index.ts';
export { type Preview, type PreviewRequest, previewExport } from './preview-export.ts';
export { COMPARED_RUNS, type RunFacts } from './run/checks.ts';
export { failureMayPass } from './run/failure-may-pass.ts';
export { maxWindowOf, type PreparedExport, type PrepareRequest, prepareExport } from './run/prepare-export.ts';
export type { RunProgress } from './run/run-progress.ts';
export type { RunRequest, RunResult } from './run/run-request.ts';
export { keepHeapSmall } from './run/small-heap.ts';
export { runExport } from './run-export.ts';
