const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** Digits, with or without a decimal point: what a definition may compare a number with. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** Compares two decimals of any length exactly; less than 0 when the first is less. */
export function compareDecimals(first: string, second: string): number {
  const [a, b] = [first, second].map(text => text.split('.')) as [string[], string[]];
  const digits = Math.max(a[1]?.length ?? 0, b[1]?.length ?? 0);
  const [x, y] = [a, b].map(([whole = '0', fraction = '']) => BigInt(whole + fraction.padEnd(digits, '0'))) as [
    bigint,
    bigint,
  ];
  return x < y ? -1 : x > y ? 1 : 0;
}
