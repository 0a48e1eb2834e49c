import { fail } from '../errors/index.ts';

/** Longest file name that common file systems take, in bytes of UTF-8. */
const LONGEST_NAME = 255;

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;
/** Marks that turn the reading direction around, and zero-width characters: what is shown is not what is written. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

/**
 * Checks a path of a file inside a destination's folder and gives it back in one form: parts joined by `/`, none of
 * them empty, `.` or `..`. One leading `/` means the destination's folder too. Anything that could leave the folder,
 * or be a second command or another name on the server, is `destination-path-unsafe`.
 */
export function safePath(path: string): string {
  const refuse = (reason: string): never =>
    fail('destination-path-unsafe', { path: printable(path), reason }, { found: path });
  if (CONTROL.test(path)) refuse('it holds a control character or a line break');
  if (INVISIBLE.test(path)) refuse('it holds an invisible or direction-changing character');
  if (/\p{Surrogate}/u.test(path)) refuse('it holds half a character');
  if (path.includes('\\')) refuse('it holds a backslash');
  const parts = path.replace(/^\//, '').split('/');
  for (const part of parts) {
    if (part === '') refuse('a part of it is empty');
    if (part === '.' || part === '..') refuse(`it holds "${part}"`);
    if (part !== part.trim()) refuse('a part of it begins or ends with a space');
    if (Buffer.byteLength(part) > LONGEST_NAME) refuse(`a part of it is longer than ${LONGEST_NAME} bytes`);
  }
  if (/^[a-z]:$/i.test(parts[0] ?? '')) refuse('it begins with a drive');
  return parts.join('/');
}

/** The folder of a checked path; empty for the destination's own folder. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '' : path.slice(0, cut);
}

/** The last part of a checked path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A folder and a name as one path. */
export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Text that can be printed in one line of a message, with everything invisible written as an escape. */
function printable(text: string): string {
  return text.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu,
    c => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
