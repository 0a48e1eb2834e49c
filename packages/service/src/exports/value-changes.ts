/** More than this of one kind is counted rather than listed. */
export const LISTED = 8;

export function keyChanges(
  what: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap(key => {
    const [was, is] = [before[key], after[key]];
    if (same(was, is)) return [];
    const said = (value: unknown) => (value === undefined ? 'not set' : valueInWords(value));
    return [`${what}: ${key.replaceAll('_', ' ')} ${said(was)} → ${said(is)}`];
  });
}

export function valueInWords(value: unknown): string {
  if (typeof value === 'string')
    return /^[\p{L}\p{N}][\p{L}\p{N} .:/@#%_+-]*$/u.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return value.map(valueInWords).join(', ');
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => `${valueInWords(key)}: ${valueInWords(one)}`)
      .join(', ');
  }
  return String(value);
}

/** What of `these` is not among `those`, where the same may be there several times. */
export function without(these: readonly string[], those: readonly string[]): readonly string[] {
  const left = [...those];
  return these.filter(one => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** Whether two values say the same; keys in any order, and what is undefined is not there. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
