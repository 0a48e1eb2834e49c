export { checkAllowedHost, isAllowedHost } from './allowed-hosts.ts';
export { classifyFailure, type Failure, type Retry } from './classify-failure.ts';
export {
  type DestinationConfig,
  type DestinationInput,
  type DestinationType,
  destinationSchema,
  type FtpConfig,
  type FtpsConfig,
  type LocalConfig,
  type S3Config,
  SECRET_KEYS,
  type SftpConfig,
} from './config.ts';
export { createDestination, type DestinationOptions } from './create-destination.ts';
export { deliver } from './deliver.ts';
export { DeliveryError, retryOf } from './delivery-error.ts';
export type {
  Companion,
  DeliveredFile,
  Delivery,
  DeliveryClaim,
  DeliveryFile,
  DeliveryProgress,
  DeliveryRequest,
  IfExists,
} from './delivery-types.ts';
export type {
  Capabilities,
  Destination,
  DestinationSession,
  FileFacts,
  StagedFile,
  StageOptions,
} from './destination.ts';
export { type DeliveryIntent, type DeliveryLedger, deliveryIntentSchema, type LedgerEntry } from './ledger.ts';
export { guarded, LedgerRefusal } from './ledger-refusal.ts';
export { type MadeFiles, madeFilesSchema } from './made-files.ts';
export {
  buildReceipt,
  type Receipt,
  type ReceiptDelivery,
  type ReceiptFacts,
  type ReceiptFile,
  receiptFileSchema,
  receiptSchema,
  receiptText,
} from './receipt.ts';
export { type RecoveryRequest, recoverDelivery } from './recover-delivery.ts';
export { DEFAULT_RETRY, delayBefore, NO_RETRY, type RetryPolicy } from './retry.ts';
export { safePath } from './safe-path.ts';
export {
  type ContentFacts,
  type ContentSummary,
  createSpool,
  finishedFile,
  Spool,
  type SpoolOptions,
  type SpoolReader,
  textContent,
} from './spool.ts';
export {
  type DestinationTest,
  TEST_STEPS,
  type TestStep,
  type TestStepResult,
  testDestination,
} from './test-destination.ts';
export { versionedPath } from './versioned-name.ts';
