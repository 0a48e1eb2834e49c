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
export type {
  Capabilities,
  Destination,
  DestinationSession,
  FileFacts,
  StagedFile,
  StageOptions,
} from './destination.ts';
export {
  buildReceipt,
  type Receipt,
  type ReceiptFacts,
  type ReceiptFile,
  receiptFileSchema,
  receiptSchema,
  receiptText,
} from './receipt.ts';
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
