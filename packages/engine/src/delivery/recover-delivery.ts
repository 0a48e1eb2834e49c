import { createHash } from 'node:crypto';
import { close, deliver } from './deliver.ts';
import { retryOf } from './delivery-error.ts';
import type { DeliveredFile, Delivery, DeliveryClaim, IfExists } from './delivery-types.ts';
import type { AnnouncedFile, Destination, DestinationSession } from './destination.ts';
import type { DeliveryIntent, LedgerEntry } from './ledger.ts';
import { DEFAULT_RETRY, type RetryPolicy, waitBefore } from './retry.ts';
import { textContent } from './spool.ts';

export interface RecoveryRequest {
  readonly destination: Destination;
  /** What earlier attempts of the same occasion told. */
  readonly entry: LedgerEntry;
  /** Of this attempt. */
  readonly attemptId: string;
  readonly claim: Pick<DeliveryClaim, 'staging'>;
  readonly ifExists: IfExists;
  readonly retry?: RetryPolicy;
  readonly signal: AbortSignal;
}

/**
 * Finishes what earlier attempts began at a destination, before this one sends anything (R2). Whatever they staged is
 * taken away first, so that one of them which is only slow finds nothing left to put in place. Was everything in place
 * already, its companion is put beside it if missing, and that is the delivery. Was only a part, and this delivery will not
 * overwrite it, the part is removed.
 * @returns the delivery that was made before; undefined when this attempt has to make it.
 */
export async function recoverDelivery(request: RecoveryRequest): Promise<Delivery | undefined> {
  const { entry, destination, signal, attemptId, claim } = request;
  const { intent } = entry;
  if (entry.staged.length === 0 && !intent) return undefined;
  const started = new Date();
  const { found, attempts } = await overConnections(request, session => look(request, session));
  if (!intent || found === undefined) return undefined;
  const { companion } = intent;
  if (companion && found === 'without companion') {
    await deliver({
      destination,
      runId: attemptId,
      files: [{ path: companion.path, content: textContent(companion.text) }],
      // Of the earlier attempt everything stays as it announced it; only the hidden name of this is told.
      claim: { staging: path => claim.staging(path), publishing: async () => {} },
      ...(request.retry ? { retry: request.retry } : {}),
      signal,
    });
  }
  return {
    files: intent.files.map(({ stagedFor, replaces, ...file }): DeliveredFile => file),
    companion: companion && { path: companion.path, location: destination.describe(companion.path) },
    attempts,
    started,
    finished: new Date(),
  };
}

type Found = 'everything' | 'without companion' | undefined;

async function look({ entry, claim, ifExists }: RecoveryRequest, session: DestinationSession): Promise<Found> {
  const { staged, intent } = entry;
  const appeared = await session.takeBack(staged, intent ? announcedBy(intent) : []);
  if (!intent) return undefined;
  const files = intent.files.filter((_, i) => appeared[i]);
  if (files.length === intent.files.length) {
    return !intent.companion || appeared[intent.files.length] ? 'everything' : 'without companion';
  }
  if (ifExists === 'overwrite') return undefined;
  for (const { path } of files) {
    await claim.staging(path);
    await session.remove(path);
  }
  return undefined;
}

/** The files of an intent, and the companion last. */
function announcedBy({ attemptId: runId, files, companion }: DeliveryIntent): readonly AnnouncedFile[] {
  const announced = files.map(file => ({ ...file, runId }));
  if (!companion) return announced;
  const { path, stagedFor, text } = companion;
  const sha256 = createHash('sha256').update(text).digest('hex');
  // One of an earlier delivery was removed before the first file appeared.
  return [...announced, { path, stagedFor, runId, bytes: Buffer.byteLength(text), sha256, replaces: null }];
}

/** Does the work over a connection, and over another one as long as its failure may pass. */
async function overConnections<T>(
  { destination, signal, retry = DEFAULT_RETRY }: RecoveryRequest,
  work: (session: DestinationSession) => Promise<T>,
): Promise<{ readonly found: T; readonly attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    let session: DestinationSession | undefined;
    try {
      signal.throwIfAborted();
      session = await destination.open(signal);
      const found = await work(session);
      await close(session);
      return { found, attempts };
    } catch (error) {
      if (session) await close(session);
      if (signal.aborted || attempts >= retry.attempts || retryOf(error) === 'cannot-pass') throw error;
      await waitBefore(attempts + 1, retry, signal);
    }
  }
}
