/** Sizes as people write them: `100 MB`. Decimal units count by 1000, `KiB` and its like by 1024. */

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** What a size must look like, for messages. */
export const SIZE_FORM = 'a size such as `100 MB` (B, KB, MB, GB, TB, or KiB, MiB, GiB, TiB)';

/** Bytes of a written size, or undefined when it is none, is less than one byte or is too large to count exactly. */
export function parseSize(written: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]+)$/i.exec(written.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? ''];
  if (!match || unit === undefined) return undefined;
  const bytes = Math.floor(Number(match[1]) * unit);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
