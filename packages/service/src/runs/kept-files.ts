import { existsSync, statSync } from 'node:fs';
import type { MadeFiles } from '@waybill/engine/delivery';
import { parseDuration, Temporal, toTemporal } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import type { ServiceContext } from '../context.ts';
import type { Run } from '../store/generated/sqlite/client.ts';
import { newId } from '../store/new-id.ts';
import type { Tx } from '../store/store.ts';

/** A file that the artifact store took over. */
export interface KeptFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string | undefined;
  readonly rows: number;
  readonly ref: string;
}

/** Gives the files that a run made to the artifact store (R5). */
export async function keepFiles(
  service: ServiceContext,
  exportName: string,
  run: Run,
  made: MadeFiles,
): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const { name, path, bytes, sha256, rows } of made.files) {
    const file = name.slice(name.lastIndexOf('/') + 1);
    const ref = await service.artifacts.keep(path, { exportName, runId: run.id, file });
    kept.push({ name: file, bytes, sha256, rows, ref });
  }
  return kept;
}

/** Notes them with the run. What the run kept before is replaced. */
export async function recordFiles(tx: Tx, runId: string, files: readonly KeptFile[], now: Date, expiresAt: Date) {
  for (const { name, bytes, sha256, rows, ref } of files) {
    const data = { bytes: BigInt(bytes), sha256: sha256 ?? null, rows: BigInt(rows), ref, expiresAt, deletedAt: null };
    await tx.runFile.upsert({
      where: { runId_name: { runId, name } },
      create: { id: newId('fil', now), runId, name, createdAt: now, ...data },
      update: data,
    });
  }
}

/** When a file that is kept from now on is deleted: `limits.keep_files`, counted by the calendar. */
export function expiryOf(workspace: Workspace, now: Date): Date {
  const keep = parseDuration(workspace.limits.keepFiles);
  const from = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(workspace.brandZone);
  return new Date(from.add(keep.ok ? toTemporal(keep.value) : { days: 30 }).epochMilliseconds);
}

/**
 * The files that an earlier attempt made, or that are in quarantine, if all of them are at hand: in the work folder of
 * this machine, or in the artifact store.
 */
export async function filesAtHand(
  service: ServiceContext,
  run: Run,
  made: MadeFiles | null,
): Promise<MadeFiles | undefined> {
  if (!made) return undefined;
  const kept = await service.store.db.runFile.findMany({ where: { runId: run.id, deletedAt: null } });
  const files: MadeFiles['files'] = [];
  for (const file of made.files) {
    const isThere = existsSync(file.path) && statSync(file.path).size === file.bytes;
    const ref = kept.find(one => one.name === file.name.slice(file.name.lastIndexOf('/') + 1))?.ref;
    const path = isThere ? file.path : ref && (await service.artifacts.local(ref));
    if (path === undefined || path === '') return undefined;
    files.push({ ...file, path });
  }
  return { ...made, files };
}
