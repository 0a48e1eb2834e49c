import { randomBytes } from 'node:crypto';

/** An id for a run that sorts by time and is unique: `20261122T095500-3f9a2c`. It stands in names of files. */
export function newRunId(at: Date = new Date()): string {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+Z$/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
