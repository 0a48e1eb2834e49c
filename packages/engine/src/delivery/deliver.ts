import { problem, WaybillError } from '../errors/index.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { retryOf } from './delivery-error.ts';
import type { Delivery, DeliveryFile, DeliveryMemory, DeliveryRequest } from './delivery-types.ts';
import type { DestinationSession } from './destination.ts';
import { LedgerRefusal } from './ledger-refusal.ts';
import { DEFAULT_RETRY, waitBefore } from './retry.ts';

/** Milliseconds that cleaning up after a failure may take over a fresh connection. */
const CLEAN_UP = 20_000;

/**
 * Delivers files so that no receiver ever sees half of one: they are sent under hidden names, verified, put in place
 * together, and the companion last. Throws a coded error; after a failure nothing partial is left, and what could not
 * be removed is named in the error.
 */
export async function deliver(request: DeliveryRequest): Promise<Delivery> {
  const policy = request.retry ?? DEFAULT_RETRY;
  const memory: DeliveryMemory = { staged: new Set(), published: new Map(), replaces: new Map(), version: 1 };
  const files = replayable(request.files);
  const started = new Date();
  for (let attempt = 1; ; attempt++) {
    let session: DestinationSession | undefined;
    try {
      request.signal.throwIfAborted();
      session = await request.destination.open(request.signal);
      const done = await attemptDelivery({ request, session, memory, files, attempt });
      await removeDead(request, session, memory, done.companion?.path);
      await close(session);
      return { ...done, attempts: attempt, started, finished: new Date() };
    } catch (error) {
      // What a dead file takes up may be the very room that lacks: the next run has it.
      if (session && codeOf(error) === 'destination-full') await removeDead(request, session, memory);
      const last = request.signal.aborted || attempt >= policy.attempts || retryOf(error) === 'cannot-pass';
      if (last) throw await givingUp(request, memory, session, error);
      if (session) await close(session);
      request.onRetry?.(error, attempt + 1);
      try {
        await waitBefore(attempt + 1, policy, request.signal);
      } catch (aborted) {
        throw await givingUp(request, memory, undefined, aborted);
      }
    }
  }
}

const codeOf = (error: unknown) => (error instanceof WaybillError ? error.code : undefined);

/** What killed runs left in the place of these files. That it cannot be removed never fails a delivery. */
async function removeDead(
  { runId, signal }: DeliveryRequest,
  session: DestinationSession,
  { staged, published }: DeliveryMemory,
  companion?: string,
): Promise<void> {
  if (signal.aborted) return;
  try {
    for (const { stagedFor, file } of published.values()) {
      await session.removeDead(stagedFor, { runId, published: file.path });
    }
    if (companion !== undefined) await session.removeDead(companion, { runId, published: companion });
    for (const path of staged) await session.removeDead(path, { runId });
  } catch {
    // A server need not list its folders or tell times.
  }
}

/** Cleans up and gives the error to throw: the failure itself, and what had to be left at the destination. */
async function givingUp(
  request: DeliveryRequest,
  memory: DeliveryMemory,
  session: DestinationSession | undefined,
  failure: unknown,
): Promise<unknown> {
  const { destination } = request;
  const left = await cleanUp(request, memory, session);
  if (session) await close(session);
  if (failure instanceof LedgerRefusal) return failure;
  const error =
    request.signal.aborted && !(failure instanceof WaybillError && failure.kind === 'interrupted')
      ? new WaybillError([problem('interrupted', { what: `The delivery to "${destination.name}"` })], {
          cause: failure,
        })
      : failure;
  const remarks = [];
  if (left.files.length > 0) {
    remarks.push(
      problem('destination-left-behind', { destination: destination.name, files: left.files, detail: left.detail }),
    );
  }
  const inPlace = [...memory.published.values()].filter(p => p.certain).map(p => p.file.location);
  if (inPlace.length > 0) {
    remarks.push(problem('destination-already-in-place', { destination: destination.name, files: inPlace }));
  }
  if (remarks.length === 0 || !(error instanceof WaybillError)) return error;
  return new WaybillError([...error.problems, ...remarks], { cause: error });
}

/** Removes the hidden files, over the connection that stands or, where it is dead, over a fresh one. */
async function cleanUp(request: DeliveryRequest, memory: DeliveryMemory, session: DestinationSession | undefined) {
  let detail = '';
  const sweep = async (over: DestinationSession) => {
    for (const path of memory.staged) {
      await over.removeStaged(path, request.runId);
      memory.staged.delete(path);
    }
    // With new names, parts that are in place are not a delivery; with `overwrite` the old ones are gone already. Under a
    // claim the next attempt removes them: this one may have lost it, and under these names lie that one's files.
    if (!request.claim && request.ifExists !== undefined && request.ifExists !== 'overwrite') {
      for (const [number, { file, certain }] of memory.published) {
        if (!certain) continue;
        await over.remove(file.path);
        memory.published.delete(number);
      }
    }
  };
  const todo = () => memory.staged.size > 0;
  if (!todo()) return { files: [], detail };
  if (session) {
    try {
      await sweep(session);
    } catch {
      // The fresh connection says whether it is the connection or the server.
    }
  }
  if (todo()) {
    try {
      await using fresh = await request.destination.open(AbortSignal.timeout(CLEAN_UP));
      await sweep(fresh);
    } catch (error) {
      detail = error instanceof Error ? error.message : String(error);
    }
  }
  const { destination, runId } = request;
  const files = [...memory.staged].map(path => destination.describeStaged(path, runId));
  return { files, detail };
}

/** A connection that fails while it is closed has done its work. */
export async function close(session: DestinationSession): Promise<void> {
  try {
    await session[Symbol.asyncDispose]();
  } catch {
    // Nothing depends on it any more.
  }
}

/** Remembers what came, so that a retry gets the same files from the start. */
function replayable(files: DeliveryRequest['files']): () => AsyncGenerator<DeliveryFile, void, void> {
  const seen: DeliveryFile[] = [];
  const source = Symbol.asyncIterator in files ? files[Symbol.asyncIterator]() : files[Symbol.iterator]();
  return async function* () {
    for (let i = 0; ; i++) {
      if (i === seen.length) {
        const next = await source.next();
        if (next.done) return;
        seen.push(next.value);
      }
      yield seen[i] as DeliveryFile;
    }
  };
}
