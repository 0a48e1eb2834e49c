/**
 * Lists and pairs as people type them into one field, a line each; whatever a value holds, it reads back as it was.
 * Lines that would not are written as JSON text: `" with spaces "`, `"a = b" = c`.
 */

export type Scalar = string | number | boolean;

/** @returns undefined for a list that is too long for an input. */
export const printList = (values: readonly Scalar[]): string =>
  values.map(value => printPart(String(value))).join('\n');

export const readList = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => readPart(line));

/** `stored = new`, a line each. */
export const printPairs = (pairs: Readonly<Record<string, Scalar>>): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${printPart(key)} = ${printPart(String(value))}`)
    .join('\n');

/** What is before the first `=` and what is behind it. A line without one is `undefined` in the second place. */
export function readPairs(text: string): readonly (readonly [string, string | undefined])[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      const quoted = /^"(?:[^"\\]|\\.)*"(?=\s*(=|$))/s.exec(line)?.[0];
      const at = quoted === undefined ? line.indexOf('=') : line.indexOf('=', quoted.length);
      if (at < 0) return [readPart(line), undefined] as const;
      return [readPart(line.slice(0, at).trim()), readPart(line.slice(at + 1).trim())] as const;
    });
}

/** Whether a line would read back as something else. */
const isAwkward = (text: string): boolean =>
  text === '' || text !== text.trim() || /^"|[\p{Cc}=\u2028\u2029]/u.test(text);

const printPart = (text: string): string => (isAwkward(text) ? JSON.stringify(text) : text);

function readPart(text: string): string {
  // A line separator of Unicode is no end of a line here.
  if (!/^".*"$/s.test(text)) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? parsed : text;
  } catch {
    return text;
  }
}
