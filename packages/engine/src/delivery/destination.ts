import type { DestinationType } from './config.ts';
import type { SpoolReader } from './spool.ts';

/**
 * The contract between the delivery step and the protocols. Two layers: every destination offers
 * {@link DestinationSession}, in which a file is first *staged* where no receiver looks and later *published* whole
 * under its name. Protocols that publish by renaming (local, sftp, ftp) only implement the small
 * {@link FileOperations} and get their session from `stage-by-rename.ts`; S3 stages as a multipart upload that is not
 * yet completed.
 *
 * All paths are relative to the destination's folder, with `/` between their parts; `safePath` has checked them.
 */

export interface Destination {
  readonly name: string;
  readonly type: DestinationType;
  /** The host that is connected to, for the allow-list; undefined for a local folder. */
  readonly host: string | undefined;
  /** Where a path is, for receipts and errors: `sftp://user@host:22/upload/x.csv`. Never holds secrets. */
  describe(path: string): string;
  /** Where the hidden file for a path and run is, for the error that could not remove it. */
  describeStaged(path: string, runId: string): string;
  /**
   * One connection for one delivery. Abort cancels the sending; the connection stays for the cleaning up and is
   * closed by force when the server does not let that happen within a few seconds.
   */
  open(signal: AbortSignal): Promise<DestinationSession>;
}

export interface Capabilities {
  /**
   * How a file appears under its name. `rename`: by renaming a hidden temporary file. `complete`: by completing an
   * upload, in one step (S3).
   */
  readonly publish: 'rename' | 'complete';
  /** An existing file is replaced in one step, without an instant in which neither is there. */
  readonly replacesAtOnce: boolean;
  /** Publishing without overwrite fails when the name was taken meanwhile, so two writers cannot both win. */
  readonly refusesTaken: boolean;
  /** What the content can be compared by once it is there, besides its size. */
  readonly hash: 'sha256' | 'crc32' | 'none';
}

export interface FileFacts {
  readonly bytes: number;
}

/** What tells a file from another one of the same name and size. */
export interface FileMark extends FileFacts {
  /** When it was last written, in ms by the server's clock, where it tells. */
  readonly modified?: number | undefined;
}

/** A file of an earlier attempt that was about to appear. */
export interface AnnouncedFile extends FileFacts {
  /** Path that was given to `stage`. */
  readonly stagedFor: string;
  /** Where it was to appear. */
  readonly path: string;
  readonly runId: string;
  readonly sha256?: string | undefined;
  /** What stood under the name before; null when it was free. */
  readonly replaces: FileMark | null;
}

export interface StageOptions {
  /** Makes temporary names unique to a run; what an earlier attempt of the same run left is overwritten. */
  readonly runId: string;
  /** Bytes of this file that the destination has taken so far. Called often; must be cheap. */
  readonly onProgress?: (bytes: number) => void;
  /**
   * Awaited before a hidden name is used, with what finds it again. Given, another process must be able to take away
   * what is staged ({@link DestinationSession.takeBack}), so that it cannot be published any more.
   */
  readonly staging?: ((path: string) => Promise<void>) | undefined;
}

export interface DestinationSession extends AsyncDisposable {
  readonly capabilities: Capabilities;
  /** Undefined when there is nothing under the name. */
  stat(path: string): Promise<FileFacts | undefined>;
  /** As {@link stat}, with what tells the file from another one later. */
  mark(path: string): Promise<FileMark | undefined>;
  /**
   * Sends the whole content to a hidden place beside `path`, following it while it is still produced, and makes the
   * folders on the way. Rejects with the producer's error when production fails, having removed what was sent.
   */
  stage(path: string, content: SpoolReader, options: StageOptions): Promise<StagedFile>;
  /** Removes a published file. Nothing there is fine. */
  remove(path: string): Promise<void>;
  /** Removes what an interrupted `stage` for this path and run left. Nothing there is fine. */
  removeStaged(path: string, runId: string): Promise<void>;
  /**
   * Removes hidden files of runs that were killed, of the same name but for its digits, when they are surely dead. What
   * was written just now shows the server's clock: the file for `path` and run, or where it is published already.
   */
  removeDead(path: string, justWritten: { readonly runId: string; readonly published?: string }): Promise<void>;
  /**
   * After a connection was lost while publishing: whether it happened all the same. `stagedFor` is the path that was
   * given to `stage`, `path` the name it was to be published under.
   */
  wasPublished(what: {
    readonly stagedFor: string;
    readonly path: string;
    readonly runId: string;
    readonly bytes: number;
  }): Promise<boolean>;
  /**
   * Takes away what other processes staged, whether they are dead or only slow, so that none of it can appear any more;
   * `staged` is what they told by {@link StageOptions.staging}. Then says of each announced file whether it had
   * appeared before that.
   */
  takeBack(
    staged: readonly { readonly path: string; readonly attemptId: string }[],
    announced: readonly AnnouncedFile[],
  ): Promise<readonly boolean[]>;
}

export interface StagedFile {
  readonly bytes: number;
  /** Compares with what arrived: the size always, a hash where the protocol can. Says by what; throws on a difference. */
  verify(expected: {
    readonly bytes: number;
    readonly sha256?: string | undefined;
  }): Promise<'size' | 'sha256' | 'crc32'>;
  /**
   * Makes the file visible, whole, under its name. Without `overwrite` a name that is taken gives
   * `destination-name-exists`. `capabilities.publish: complete` can only publish under the path it was staged for.
   */
  publish(path: string, options: { readonly overwrite: boolean }): Promise<void>;
  /** Removes what was staged and is not published. */
  discard(): Promise<void>;
  /** Whether it can still be published: false once it was published or taken away. */
  isStaged(): Promise<boolean>;
}

/** What a protocol that can rename offers; `stage-by-rename.ts` makes a session of it. */
export interface FileOperations extends AsyncDisposable {
  readonly capabilities: Capabilities;
  /** Makes the folder and those above it, within the destination's folder. An existing one is fine. */
  ensureFolder(path: string): Promise<void>;
  stat(path: string): Promise<FileFacts | undefined>;
  /** Writes the whole content, replacing what is there; resolves with the bytes once the server has taken them all. */
  put(path: string, content: SpoolReader, onProgress: (bytes: number) => void): Promise<number>;
  /** With `overwrite` an existing target is replaced; without, it gives `destination-name-exists`. */
  rename(from: string, to: string, options: { readonly overwrite: boolean }): Promise<void>;
  /** Nothing there is fine; false then. Of two that remove the same file or rename it away, one alone gets true. */
  remove(path: string): Promise<boolean>;
  /** Names of what is in a folder, hidden ones too; of a very large folder only some. */
  list(folder: string): Promise<readonly string[]>;
  /** When a file was last written, in ms by the server's clock; undefined where it does not say. */
  modified(path: string): Promise<number | undefined>;
  /** SHA-256 in hex of what the server holds, where it can tell. */
  sha256?(path: string): Promise<string | undefined>;
}
