import { fail, WaybillError } from '../errors/index.ts';
import type { DeliveredFile, Delivery, DeliveryFile, DeliveryMemory, DeliveryRequest } from './delivery-types.ts';
import type { DestinationSession, FileMark, StagedFile } from './destination.ts';
import type { DeliveryIntent } from './ledger.ts';
import { LedgerRefusal } from './ledger-refusal.ts';
import { nameOf, safePath } from './safe-path.ts';
import { type ContentSummary, type SpoolReader, textContent } from './spool.ts';
import { versionedPath } from './versioned-name.ts';

/** More versions than this of one name are a mistake in the path. */
const MOST_VERSIONS = 1000;

interface Attempt {
  readonly request: DeliveryRequest;
  readonly session: DestinationSession;
  readonly memory: DeliveryMemory;
  readonly files: () => AsyncGenerator<DeliveryFile, void, void>;
  /** Counts from 1. */
  readonly attempt: number;
}

/** A file that is there and verified, under its hidden name or already under its own. */
interface Ready {
  /** Without a version. */
  readonly path: string;
  /** What it was staged for: with the version where the protocol cannot rename. */
  readonly target: string;
  readonly summary: ContentSummary;
  readonly verified: DeliveredFile['verified'];
  /** Undefined when an earlier attempt put it in place. */
  readonly staged: StagedFile | undefined;
}

/** A name that was free when it was looked for is taken now. */
class NameTaken extends Error {}

/** Everything over one connection: send, verify, put in place. */
export async function attemptDelivery(attempt: Attempt): Promise<Pick<Delivery, 'files' | 'companion'>> {
  for (;;) {
    try {
      return await once(attempt);
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error;
      // `version` only: what was put in place under the lower number moves on with the rest.
      const { session, memory } = attempt;
      for (const [number, { file, certain }] of memory.published) {
        if (certain) {
          await attempt.request.claim?.staging(file.path);
          await session.remove(file.path);
        }
        memory.published.delete(number);
      }
      for (const path of memory.staged) await session.removeStaged(path, attempt.request.runId);
      memory.staged.clear();
      memory.version++;
    }
  }
}

async function once(attempt: Attempt): Promise<Pick<Delivery, 'files' | 'companion'>> {
  const { request, session, memory } = attempt;
  const { signal } = request;
  await settleDoubts(attempt);
  const ready = await stageAll(attempt);
  await request.beforePublish?.(ready.map(r => r.summary));
  signal.throwIfAborted();

  if (request.ifExists === 'version') await chooseVersion(attempt, ready);
  if (request.ifExists === 'fail') for (const r of ready) if (r.staged) await mustBeFree(attempt, r.path);

  const version = memory.version;
  const delivered = ready.map((r): DeliveredFile => {
    const path = versionedPath(r.path, version);
    const location = request.destination.describe(path);
    return { name: nameOf(path), path, location, ...r.summary, verified: r.verified };
  });
  const companion = await stageCompanion(attempt, ready[0]?.path, delivered);
  signal.throwIfAborted();
  const older = await announce(attempt, ready, delivered, companion);
  signal.throwIfAborted();

  // From here on nothing stops half-way on purpose: every step is one short request.
  if (companion && older) await session.remove(companion.path);
  for (const [i, { target, staged }] of ready.entries()) {
    const file = delivered[i];
    if (!staged || !file) continue;
    memory.published.set(i, { file, stagedFor: target, certain: false });
    await publish(attempt, staged, file.path);
    memory.published.set(i, { file, stagedFor: target, certain: true });
    memory.staged.delete(target);
  }
  if (companion) {
    await companion.staged.publish(companion.path, { overwrite: true });
    memory.staged.delete(companion.path);
  }
  const place = companion && { path: companion.path, location: request.destination.describe(companion.path) };
  return { files: delivered, companion: place };
}

/**
 * Tells who keeps the claim what is about to appear. Gives whether a companion of an earlier delivery may be there,
 * which has to go first.
 */
async function announce(
  attempt: Attempt,
  ready: readonly Ready[],
  delivered: readonly DeliveredFile[],
  companion: StagedCompanion | undefined,
): Promise<boolean> {
  const { request, session, memory } = attempt;
  if (!request.claim) return true;
  const files: DeliveryIntent['files'] = [];
  for (const [i, file] of delivered.entries()) {
    const replaces = await replacedBy(attempt, file.path);
    memory.replaces.set(file.path, replaces);
    files.push({ ...file, stagedFor: ready[i]?.target ?? file.path, replaces });
  }
  const older = companion !== undefined && (await session.stat(companion.path)) !== undefined;
  const said = companion && { path: companion.path, text: companion.text, stagedFor: companion.path };
  await request.claim.publishing(files, said);
  // It may have been long until the answer came: then the companion is another attempt's.
  if (older) await mustBeStaged(attempt, ready);
  return older;
}

/** What a file will take the place of; of one that is in place already, what it did. */
async function replacedBy({ request, session, memory }: Attempt, path: string): Promise<FileMark | null> {
  const known = memory.replaces.get(path);
  if (known !== undefined) return known;
  return mayOverwrite(request) ? ((await session.mark(path)) ?? null) : null;
}

/** Throws when another attempt has taken over: it takes the hidden files away before it does anything else. */
async function mustBeStaged({ request }: Attempt, ready: readonly Ready[]): Promise<void> {
  const first = ready.find(r => r.staged);
  if (!request.claim || !first?.staged || (await first.staged.isStaged())) return;
  fail('destination-superseded', {
    destination: request.destination.name,
    where: request.destination.describe(first.path),
  });
}

const mayOverwrite = ({ ifExists }: DeliveryRequest): boolean => ifExists === undefined || ifExists === 'overwrite';

/** A connection that broke while a file was put in place leaves open whether it happened. */
async function settleDoubts({ request, session, memory }: Attempt): Promise<void> {
  for (const [number, entry] of memory.published) {
    if (entry.certain) continue;
    const { path, bytes } = entry.file;
    if (await session.wasPublished({ stagedFor: entry.stagedFor, path, runId: request.runId, bytes })) {
      entry.certain = true;
      memory.staged.delete(entry.stagedFor);
    } else memory.published.delete(number);
  }
}

async function stageAll(attempt: Attempt): Promise<readonly Ready[]> {
  const { request, session, memory } = attempt;
  const ready: Ready[] = [];
  const progress = progressOf(attempt);
  for await (const { path: named, content } of attempt.files()) {
    const number = ready.length;
    const path = safePath(typeof named === 'string' ? named : named(await content.summary(request.signal)));
    const inPlace = memory.published.get(number);
    if (inPlace?.certain) {
      const { verified } = inPlace.file;
      const summary = await content.summary(request.signal);
      ready.push({ path, target: inPlace.stagedFor, summary, verified, staged: undefined });
      continue;
    }
    const target = await targetOf(attempt, path);
    memory.staged.add(target);
    const staged = await stage(session, target, content, request, progress(content));
    const summary = await content.summary(request.signal);
    const verified = await staged.verify(summary);
    ready.push({ path, target, summary, verified, staged });
  }
  if (ready.length === 0) throw new Error('nothing to deliver');
  return ready;
}

/** The producer's own error, not what the protocol made of it, is what failed. */
async function stage(
  session: DestinationSession,
  path: string,
  content: SpoolReader,
  request: DeliveryRequest,
  onProgress: (bytes: number) => void,
): Promise<StagedFile> {
  try {
    return await session.stage(path, content, { runId: request.runId, onProgress, staging: stagingOf(request) });
  } catch (error) {
    if (error instanceof LedgerRefusal) throw error;
    if (content.failure) throw content.failure.error;
    throw error;
  }
}

const stagingOf = ({ claim }: DeliveryRequest) => claim && ((path: string) => claim.staging(path));

/**
 * What to stage for. Looks early whether the name is free, so that `fail` fails before anything is sent. Where a file
 * cannot be renamed later, its version is chosen now.
 */
async function targetOf(attempt: Attempt, path: string): Promise<string> {
  const { request, session, memory } = attempt;
  if (request.ifExists === 'fail') await mustBeFree(attempt, path);
  if (request.ifExists !== 'version' || session.capabilities.publish === 'rename') return path;
  while (await session.stat(versionedPath(path, memory.version))) {
    // The other parts already go by the lower number.
    if (memory.staged.size > 0 || memory.published.size > 0) throw new NameTaken();
    nextVersion(attempt, path);
  }
  return versionedPath(path, memory.version);
}

/** The lowest version of which every name is free. */
async function chooseVersion(attempt: Attempt, ready: readonly Ready[]): Promise<void> {
  const { session, memory } = attempt;
  const open = ready.filter(r => r.staged);
  const anyTaken = async () => {
    for (const r of open) if (await session.stat(versionedPath(r.path, memory.version))) return r.path;
    return undefined;
  };
  for (let taken = await anyTaken(); taken !== undefined; taken = await anyTaken()) {
    if (session.capabilities.publish !== 'rename' || memory.published.size > 0) {
      await mustBeStaged(attempt, ready);
      throw new NameTaken();
    }
    nextVersion(attempt, taken);
  }
}

function nextVersion({ request, memory }: Attempt, path: string): void {
  const where = request.destination.describe(path);
  if (memory.version >= MOST_VERSIONS) {
    fail('destination-no-free-version', { destination: request.destination.name, where, tried: memory.version });
  }
  memory.version++;
}

async function mustBeFree({ request, session }: Attempt, path: string): Promise<void> {
  if ((await session.stat(path)) === undefined) return;
  fail('destination-name-exists', {
    destination: request.destination.name,
    where: request.destination.describe(path),
  });
}

async function publish(attempt: Attempt, staged: StagedFile, path: string): Promise<void> {
  const { request, session } = attempt;
  const overwrite = mayOverwrite(request);
  try {
    // Where renaming would silently replace, looking right before it is the best there is.
    if (!overwrite && !session.capabilities.refusesTaken) await mustBeFree(attempt, path);
    await staged.publish(path, { overwrite });
  } catch (error) {
    const taken = error instanceof WaybillError && error.code === 'destination-name-exists';
    if (taken)
      for (const [number, p] of attempt.memory.published) if (!p.certain) attempt.memory.published.delete(number);
    if (taken && request.claim && !(await staged.isStaged())) {
      const where = request.destination.describe(path);
      fail('destination-superseded', { destination: request.destination.name, where }, {}, error);
    }
    if (taken && request.ifExists === 'version') throw new NameTaken();
    throw error;
  }
}

interface StagedCompanion {
  readonly path: string;
  readonly text: string;
  readonly staged: StagedFile;
}

async function stageCompanion(
  attempt: Attempt,
  first: string | undefined,
  delivered: readonly DeliveredFile[],
): Promise<StagedCompanion | undefined> {
  const { request, session, memory } = attempt;
  const { companion } = request;
  if (companion === undefined || first === undefined) return undefined;
  const base = versionedPath(request.path === undefined ? first : safePath(request.path), memory.version);
  const path = safePath(companion.type === 'trigger' ? `${base}.done` : `${base}.manifest.json`);
  const text = companion.type === 'trigger' ? '' : await companion.text(delivered);
  const content = textContent(text);
  memory.staged.add(path);
  const staged = await session.stage(path, content, { runId: request.runId, staging: stagingOf(request) });
  await staged.verify({ bytes: content.bytesSoFar });
  return { path, text, staged };
}

/** Adds the progress of the files together. */
function progressOf({ request, attempt }: Attempt) {
  const contents: SpoolReader[] = [];
  const sent: number[] = [];
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  return (content: SpoolReader) => {
    const number = contents.push(content) - 1;
    return (bytes: number) => {
      sent[number] = bytes;
      request.onProgress?.({
        attempt,
        sent: sum(sent),
        produced: sum(contents.map(c => c.bytesSoFar)),
        complete:
          Array.isArray(request.files) &&
          contents.length === request.files.length &&
          contents.every(c => c.finished !== undefined),
      });
    };
  };
}
