import { renameSync, writeFileSync } from 'node:fs';
import { fail } from '@waybill/engine/errors';

/** Writes a file of the folder `templates/`; `new` fails where one of that name is there, `replace` leaves no half. */
export function writeText(path: string, file: string, text: string, how: 'new' | 'replace'): void {
  try {
    if (how === 'new') {
      writeFileSync(path, text, { flag: 'wx' });
      return;
    }
    writeFileSync(`${path}.tmp`, text);
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'EEXIST') fail('template-file-taken', { file }, { place: { file } }, error);
    fail('file-unwritable', { file, detail: code }, { place: { file } }, error);
  }
}
