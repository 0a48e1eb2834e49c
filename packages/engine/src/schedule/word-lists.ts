/** `a`, `a and b`, `a, b and c`. */
export function andList(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1st`, `2nd`, `11th`, `31st`. */
export function ordinal(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13;
  const ending = teen ? undefined : ({ 1: 'st', 2: 'nd', 3: 'rd' } as const)[value % 10];
  return `${value}${ending ?? 'th'}`;
}

/** Ascending whole numbers as stretches without a hole: 1, 2, 3, 9 are 1–3 and 9–9. */
export function stretches(values: readonly number[]): (readonly [first: number, last: number])[] {
  const found: [number, number][] = [];
  for (const value of values) {
    const open = found.at(-1);
    if (open !== undefined && open[1] + 1 === value) open[1] = value;
    else found.push([value, value]);
  }
  return found;
}

/** `Monday to Friday`; shorter stretches are named one by one. */
export const stretchList = (values: readonly number[], name: (value: number) => string): string =>
  andList(
    stretches(values).flatMap(([first, last]) =>
      last - first < 2
        ? values.filter(value => value >= first && value <= last).map(name)
        : [`${name(first)} to ${name(last)}`],
    ),
  );

/** The distance of values that are equally far apart; undefined for fewer than two and for any others. */
export function stepOf(values: readonly number[]): number | undefined {
  const [first, second] = values;
  if (first === undefined || second === undefined) return undefined;
  const step = second - first;
  return values.every((value, i) => value === first + i * step) ? step : undefined;
}
