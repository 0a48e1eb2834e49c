import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type FileKind, fileKindOf } from '@waybill/engine/definition';
import { fail } from '@waybill/engine/errors';

/** The text of a file that a person named. */
export function readNamedFile(cwd: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail('no-such-file', { file }, { found: file });
    const detail = code === 'EISDIR' ? 'it is a folder' : code;
    return fail('file-unreadable', { file, detail }, { place: { file } }, error);
  }
}

/** What kind of file a path names; fails when it is none of Waybill's, or not the one that was expected. */
export function kindOfNamedFile(file: string, only?: FileKind): FileKind {
  const kind = fileKindOf(file);
  if (kind !== undefined && (only === undefined || kind === only)) return kind;
  const expected = only === undefined ? "one of Waybill's files" : EXPECTED[only];
  return fail('unknown-file-kind', { file, expected }, { found: file });
}

const EXPECTED: Readonly<Record<FileKind, string>> = {
  export: 'an export (`NAME.export.yaml`)',
  template: 'a template (`NAME.template.yaml`)',
  model: 'a model (`NAME.model.yaml`)',
  workspace: 'waybill.yaml',
};
