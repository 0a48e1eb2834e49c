import { fail, nearest } from '@waybill/engine/errors';
import type { ServiceContext } from '../context.ts';
import type { FileAnswer } from '../http/handler.ts';
import { parseRange } from '../http/parse-range.ts';
import type { RunFile } from '../store/generated/sqlite/client.ts';

/** Bytes of a file as the artifact store has it, on their way to somebody (R5). */

type Service = Pick<ServiceContext, 'store' | 'artifacts' | 'clock'>;

export interface FileRequest {
  readonly run: string;
  readonly file: string;
  /** The header `Range`. */
  readonly range?: string | undefined;
  /** The header `If-Range`: the part only counts when the file is still this one. */
  readonly ifRange?: string | undefined;
}

/** A kept file of a run; throws `unknown-run`, `unknown-file`, `file-gone`. */
export async function findKeptFile({ store, clock }: Service, run: string, file: string): Promise<RunFile> {
  const files = await store.db.runFile.findMany({ where: { runId: run }, orderBy: { name: 'asc' } });
  const found = files.find(one => one.name === file);
  if (!found) {
    const known = await store.db.run.count({ where: { id: run } });
    if (known === 0) return fail('unknown-run', { run });
    const names = files.map(one => one.name);
    return fail('unknown-file', { run, file, files: names }, { found: file, suggestions: nearest(file, names) });
  }
  if (found.deletedAt !== null || found.expiresAt <= clock.now()) return fail('file-gone', { file });
  return found;
}

/** Opens a kept file, or the part of it that is asked for. */
export async function openKeptFile(service: Service, { run, file, range, ifRange }: FileRequest): Promise<FileAnswer> {
  const found = await findKeptFile(service, run, file);
  const size = Number(found.bytes);
  const isStillThis = ifRange === undefined || (found.sha256 !== null && ifRange === etagOf(found.sha256));
  const part = isStillThis ? parseRange(range, size) : undefined;
  if (part === 'outside') return fail('range-not-there', { size });
  const body = await service.artifacts.open(found.ref, part && { from: part.first, to: part.last });
  if (!body) return fail('file-gone', { file });
  return { name: found.name, sha256: found.sha256, size, part, body };
}

export const etagOf = (sha256: string): string => `"${sha256}"`;
