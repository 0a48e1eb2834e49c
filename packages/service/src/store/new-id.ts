import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = DIGITS[rest % 32] + text;
  return text;
}

/** A unique id that sorts by time: `exp_01k9…`, 9 characters of time and 13 of chance. */
export function newId(prefix: string, at: Date = new Date()): string {
  const chance = [...randomBytes(13)].map(byte => DIGITS[byte % 32]).join('');
  return `${prefix}_${base32(at.getTime(), 9)}${chance}`;
}

let lastRunTime = 0;

/**
 * Id of a run, which stands in names of files: `20261122T095500123-3f9a2c01bd45`. Those that one process makes sort in
 * the order in which it made them, also within a millisecond.
 */
export function newRunId(at: Date = new Date()): string {
  lastRunTime = Math.max(at.getTime(), at.getTime() - lastRunTime < -60_000 ? 0 : lastRunTime + 1);
  const time = new Date(lastRunTime).toISOString().replaceAll(/[-:.Z]/g, '');
  return `${time}-${randomBytes(6).toString('hex')}`;
}
