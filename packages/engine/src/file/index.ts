export { type CountedBytes, countAndHash, type FileDigest } from './count-and-hash.ts';
export type { FileCounts, FileWriter, Format } from './format.ts';
export { formatOf } from './formats.ts';
export { jsonCell, jsonKeys } from './json-cell.ts';
export { type FileOptions, type ModelFormats, type ResolvedFile, resolveFileOptions } from './options.ts';
export {
  ENCODINGS,
  type FileKey,
  FORMATS,
  type FormatName,
  fileSchema,
  PROFILES,
  type ProfileName,
  type WrittenFile,
} from './options-schema.ts';
export { type Encryption, openPublicKey } from './public-key.ts';
export { parseSize } from './size.ts';
export {
  type Answer,
  type FileRequest,
  type OpenFile,
  type OpenPart,
  openFile,
  type WrittenCounts,
} from './write-file.ts';
