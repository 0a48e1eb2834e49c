import type { Scalar } from './lines.ts';

/** A typed value as the definition holds it: what was there before stays of its kind where it reads the same. */
export function typedScalar(text: string, before: readonly Scalar[], asNumber = false): Scalar {
  const same = before.find(value => String(value) === text);
  if (same !== undefined) return same;
  return asNumber && text !== '' && String(Number(text)) === text ? Number(text) : text;
}

export const scalarsOf = (value: Scalar | readonly Scalar[] | undefined): readonly Scalar[] =>
  value === undefined ? [] : typeof value === 'object' ? value : [value];
