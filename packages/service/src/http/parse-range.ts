/** First and last byte of a part, both included. */
export interface Part {
  readonly first: number;
  readonly last: number;
}

/**
 * The part of a file that a `Range` header asks for; undefined for all of it, `outside` for one that does not exist.
 * Several ranges, other units and what makes no sense are answered with the whole file, as RFC 9110 allows.
 */
export function parseRange(header: string | undefined, size: number): Part | 'outside' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'outside' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'outside' : { first, last };
}
