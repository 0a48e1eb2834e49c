import { createHash } from 'node:crypto';
import { fail } from '../errors/index.ts';
import { coded } from './delivery-error.ts';
import type { Destination, DestinationSession, FileMark, FileOperations, StagedFile } from './destination.ts';
import { hasAppeared } from './has-appeared.ts';
import { folderOf, join, nameOf, safePath } from './safe-path.ts';

/** Longest file name that common file systems take, in bytes. */
const LONGEST_NAME = 255;

/**
 * The hidden name beside the final one, in the same folder so that the rename stays in one file system:
 * `.x.csv.<run id>.part`. A name that would become too long is put in as a hash.
 */
export function temporaryPath(path: string, runId: string): string {
  const run = runId.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 80);
  const name = nameOf(path);
  const full = `.${name}.${run}.part`;
  const short = () => `.${hashed(name)}.${run}.part`;
  return safePath(join(folderOf(path), Buffer.byteLength(full) <= LONGEST_NAME ? full : short()));
}

/**
 * A hidden file that nobody wrote to for so long, in ms by the server's own clock, is dead: no run is silent for so long
 * in the middle of a file. Less than a day, so that the next daily run finds what the last one left.
 */
const DEAD_AFTER = 20 * 3_600_000;

/** What {@link temporaryPath} makes, of a run's id as Waybill makes them: long, with a digit. */
const TEMPORARY_NAME = /^\.(?<name>.+)\.(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{12,80}\.part$/s;

/** Whether a name is a hidden one of some run for this name, or for one with other digits: of another day or part. */
function isTemporaryOf(hidden: string, name: string): boolean {
  const found = TEMPORARY_NAME.exec(hidden)?.groups?.name;
  const sameButDigits = (text: string) => text.replaceAll(/\d+/g, '0');
  return found !== undefined && (found === hashed(name) || sameButDigits(found) === sameButDigits(name));
}

const hashed = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);

/** A session over what a protocol that can rename offers. Failures of the operations get their codes here. */
export function renamingSession(destination: Destination, operations: FileOperations): DestinationSession {
  const at = (path: string, step: Parameters<typeof coded>[0]['step']) => ({
    destination: destination.name,
    where: destination.describe(path),
    step,
  });
  const stat = (path: string) => coded(at(path, 'look'), () => operations.stat(path));
  /** Each folder is listed once: a file, its parts and its manifest are mostly in one. */
  const listed = new Map<string, Promise<readonly string[]>>();
  const remove = (path: string) => coded(at(path, 'remove'), () => operations.remove(path));
  const mark = async (path: string): Promise<FileMark | undefined> => {
    const facts = await stat(path);
    // A server need not tell times.
    return facts && { ...facts, modified: await operations.modified(path).catch(() => undefined) };
  };
  const hashOf = (path: string) => coded(at(path, 'look'), async () => operations.sha256?.(path));

  return {
    capabilities: operations.capabilities,
    stat,
    mark,
    async remove(path) {
      await remove(path);
    },
    // Looked for first: where nothing could be written, nothing can be removed either, and that is no second failure.
    async removeStaged(path, runId) {
      const temporary = temporaryPath(path, runId);
      if ((await stat(temporary)) !== undefined) await remove(temporary);
    },

    async removeDead(path, { runId, published }) {
      const folder = folderOf(path);
      const own = temporaryPath(path, runId);
      const names = listed.get(folder) ?? operations.list(folder);
      listed.set(folder, names);
      const others = (await names).map(name => join(folder, name)).filter(other => other !== own);
      const candidates = others.filter(other => isTemporaryOf(nameOf(other), nameOf(path)));
      const now = candidates.length > 0 ? await operations.modified(published ?? own) : undefined;
      if (now === undefined) return;
      for (const other of candidates) {
        const then = await operations.modified(other);
        if (then !== undefined && then > 0 && now - then >= DEAD_AFTER) await operations.remove(other);
      }
    },

    async wasPublished({ stagedFor, path, runId, bytes }) {
      // What was staged was whole; once its hidden name is gone, only the rename can have taken it away.
      if ((await stat(temporaryPath(stagedFor, runId))) !== undefined) return false;
      return (await stat(path))?.bytes === bytes;
    },

    async takeBack(staged, announced) {
      const taken: (FileMark | undefined)[] = [];
      for (const { stagedFor, runId } of announced) {
        const temporary = temporaryPath(stagedFor, runId);
        const hidden = await mark(temporary);
        taken.push(hidden && (await remove(temporary)) ? hidden : undefined);
      }
      for (const { path, attemptId } of staged) {
        const temporary = temporaryPath(path, attemptId);
        if ((await stat(temporary)) !== undefined) await remove(temporary);
      }
      const appeared: boolean[] = [];
      for (const [i, file] of announced.entries()) {
        const there = await mark(file.path);
        const sha256 = there?.bytes === file.bytes && file.sha256 ? await hashOf(file.path) : undefined;
        appeared.push(hasAppeared(file, { taken: taken[i], there, sha256 }));
      }
      return appeared;
    },

    async stage(path, content, { runId, onProgress, staging }): Promise<StagedFile> {
      await staging?.(path);
      const temporary = temporaryPath(path, runId);
      const folder = folderOf(path);
      if (folder !== '') await coded(at(path, 'folder'), () => operations.ensureFolder(folder));
      const bytes = await coded(at(path, 'send'), () => operations.put(temporary, content, onProgress ?? (() => {})));
      return {
        bytes,
        async verify(expected) {
          const found = (await stat(temporary))?.bytes;
          const where = destination.describe(path);
          if (found !== expected.bytes || bytes !== expected.bytes) {
            fail('destination-size-mismatch', {
              destination: destination.name,
              where,
              expected: expected.bytes,
              found,
            });
          }
          const wanted = expected.sha256;
          if (wanted === undefined || operations.sha256 === undefined) return 'size';
          const hash = await hashOf(temporary);
          if (hash === undefined) return 'size';
          if (hash !== wanted) {
            fail('destination-hash-mismatch', { destination: destination.name, where, expected: wanted, found: hash });
          }
          return 'sha256';
        },
        async publish(target, options) {
          try {
            await coded(at(target, 'rename'), () => operations.rename(temporary, target, options));
          } catch (error) {
            const gone =
              staging &&
              (await stat(temporary).then(
                found => found === undefined,
                () => false,
              ));
            if (!gone) throw error;
            const where = destination.describe(target);
            fail('destination-superseded', { destination: destination.name, where }, {}, error);
          }
        },
        async discard() {
          await remove(temporary);
        },
        isStaged: async () => (await stat(temporary)) !== undefined,
      };
    },

    [Symbol.asyncDispose]: () => operations[Symbol.asyncDispose](),
  };
}
