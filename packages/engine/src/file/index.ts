export { type CountedBytes, countAndHash, type FileDigest } from './count-and-hash.ts';
export type { FileCounts, FileWriter, Format } from './format.ts';
export { formatOf } from './formats.ts';
export { type FileOptions, type ModelFormats, type ResolvedFile, resolveFileOptions } from './options.ts';
export type {
  FileKey,
  FormatName,
  ProfileName,
  WrittenFile,
} from './options-schema.ts';
export { type Encryption, openPublicKey } from './public-key.ts';
export {
  type Answer,
  type FileRequest,
  type OpenFile,
  type OpenPart,
  openFile,
  type WrittenCounts,
} from './write-file.ts';
