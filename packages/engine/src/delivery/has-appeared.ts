import type { AnnouncedFile, FileMark } from './destination.ts';

/** What is known of an announced file once nothing hidden of it is left. */
export interface Evidence {
  /** The hidden file, if it was there and this look took it away. */
  readonly taken: FileMark | undefined;
  /** What stands under the name now. */
  readonly there: FileMark | undefined;
  /** SHA-256 of what stands there; undefined where nobody tells. */
  readonly sha256: string | undefined;
}

/**
 * Whether a file was published by the attempt that announced it (R2). In doubt it was not: sent again it replaces the
 * same file, while a delivery that never was would be missed.
 */
export function hasAppeared(announced: AnnouncedFile, { taken, there, sha256 }: Evidence): boolean {
  const { bytes, replaces } = announced;
  if (there?.bytes !== bytes) return false;
  // A rename takes the hidden name away. A link, for a name that was free, leaves both for a moment: one file, one time.
  if (taken) return replaces === null && taken.modified !== undefined && taken.modified === there.modified;
  const timesKnown = replaces?.modified !== undefined && there.modified !== undefined;
  if (replaces?.bytes === bytes && timesKnown && replaces.modified === there.modified) return false;
  if (sha256 !== undefined && announced.sha256 !== undefined) return sha256 === announced.sha256;
  return replaces?.bytes !== bytes || timesKnown;
}
