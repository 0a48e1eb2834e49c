import type { DeliveryTarget } from '../definition/schema.ts';
import {
  checkAllowedHost,
  createDestination,
  type Delivery,
  type DeliveryLedger,
  type Destination,
  type MadeFiles,
  type ReceiptDelivery,
  type RetryPolicy,
  recoverDelivery,
} from '../delivery/index.ts';
import type { PreparedExport } from './prepare-export.ts';

/** A destination of a run, once earlier attempts of the same occasion were looked at (R2). */
export interface Begun {
  readonly target: DeliveryTarget;
  /** What the ledger calls it. */
  readonly key: string;
  /** What an earlier attempt delivered: nothing is sent again. */
  readonly delivered?: ReceiptDelivery | undefined;
  /** The files that an earlier attempt delivered or was about to. */
  readonly made?: MadeFiles | undefined;
}

export interface BeginRequest {
  readonly prepared: PreparedExport;
  readonly targets: readonly DeliveryTarget[];
  readonly attemptId: string;
  readonly ledger: DeliveryLedger | undefined;
  readonly request: { readonly retry?: RetryPolicy };
  readonly signal: AbortSignal;
}

/** Begins the delivery to every destination, and finishes what earlier attempts left there. */
export function beginDeliveries(request: BeginRequest): Promise<readonly PromiseSettledResult<Begun>[]> {
  const keys = ledgerKeys(request.targets);
  return Promise.allSettled(request.targets.map((target, i) => begin(request, target, keys[i] ?? target.to)));
}

async function begin(request: BeginRequest, target: DeliveryTarget, key: string): Promise<Begun> {
  const { prepared, attemptId, ledger, signal } = request;
  if (!ledger) return { target, key };
  const entry = await ledger.begin(key);
  const made = entry.intent?.made;
  if (entry.delivered) return { target, key, delivered: entry.delivered, made };
  const destination = destinationOf(prepared, target);
  const found = await recoverDelivery({
    destination,
    entry,
    attemptId,
    claim: { staging: path => ledger.staging(key, path) },
    ifExists: target.if_exists ?? 'overwrite',
    ...(request.request.retry ? { retry: request.request.retry } : {}),
    signal,
  });
  if (!found || !entry.intent) return { target, key, made };
  const delivered = receiptDelivery(destination, found);
  await ledger.delivered(key, delivered, entry.intent);
  return { target, key, delivered, made };
}

/** Names of the targets in the ledger: the destination's, with the path where there is more than one to it. */
function ledgerKeys(targets: readonly DeliveryTarget[]): readonly string[] {
  const seen = new Set<string>();
  return targets.map(({ to, path = '' }) => {
    const key = seen.has(to) ? `${to}:${path}` : to;
    seen.add(to);
    return key;
  });
}

/** The destination of a target, which the workspace must allow. */
export function destinationOf({ workspace }: PreparedExport, { to }: DeliveryTarget): Destination {
  const destination = createDestination(to, workspace.destination(to), { baseFolder: workspace.folder });
  checkAllowedHost(destination, workspace.limits.destinationHosts);
  return destination;
}

/** What the receipt says of a delivery. */
export function receiptDelivery(
  { name, type }: Destination,
  { files, attempts, companion }: Pick<Delivery, 'files' | 'attempts' | 'companion'>,
): ReceiptDelivery {
  return {
    destination: name,
    type,
    files: files.map(({ path, location, verified, bytes, sha256, rows }) => ({
      path,
      location,
      verified,
      bytes,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(rows === undefined ? {} : { rows }),
    })),
    companion: companion?.location ?? null,
    attempts,
  };
}
