/** Names of files by themselves, for those who show them and make none: no writer of a format is loaded with them. */

import type { FileNameShape } from './file-name.ts';
import { type ModelFormats, resolveFileOptions } from './options.ts';
import type { WrittenFile } from './options-schema.ts';

export {
  checkFileName,
  FILE_NAME_TOKENS,
  type FileNameContext,
  type FileNames,
  type FileNameToken,
  fileNameMoment,
  renderFileName,
} from './file-name.ts';

/** What a file's options make of its name. A format's extension is the format's own name, which its tests hold. */
export function fileNameShape(
  written: WrittenFile | undefined,
  model?: ModelFormats,
): FileNameShape & { readonly split: boolean } {
  const { options } = resolveFileOptions(written, model);
  return {
    extension: options.format,
    archive: options.archive ?? null,
    encrypted: options.encrypt !== undefined,
    split: options.split !== undefined,
  };
}
