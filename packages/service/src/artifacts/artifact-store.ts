import type { Readable } from 'node:stream';

/** A part of a file: its first byte, and its last one (included; default: the file's last). */
export interface ByteRange {
  readonly from: number;
  readonly to?: number;
}

/** What names a kept file. */
export interface KeptName {
  readonly exportName: string;
  readonly runId: string;
  readonly file: string;
}

/** Where files are kept for download (R5): this machine's disk, or S3 for services of many machines. */
export interface ArtifactStore {
  /** Folder on this machine in which a run makes its files. */
  workFolder(exportName: string, runId: string): string;
  /** Takes a finished file of the work folder over; gives what finds it again. */
  keep(path: string, name: KeptName): Promise<string>;
  /** Undefined when it is gone. */
  open(ref: string, range?: ByteRange): Promise<Readable | undefined>;
  /** A path on this machine with the file's content, fetched if need be; undefined when it is gone. */
  local(ref: string): Promise<string | undefined>;
  /** Nothing there is fine. */
  remove(ref: string): Promise<void>;
  /** Removes what a run left in its work folder. Files that were kept on disk stay. */
  clearWork(exportName: string, runId: string): Promise<void>;
  /** Runs that have a work folder on this machine, each with what removes it. */
  leftWork(): Promise<readonly LeftWork[]>;
  /** Proves that files can be kept; throws `files-unwritable`. */
  check(): Promise<void>;
}

export interface LeftWork {
  readonly runId: string;
  remove(): Promise<void>;
}
