import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { etagOf } from '../artifacts/kept-file.ts';
import { attachmentHeader } from './content-disposition.ts';
import type { FileAnswer } from './handler.ts';

/** Media types by what a name ends with. Nothing that a browser would run or show as a page of the service. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  psv: 'text/plain; charset=utf-8',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  gz: 'application/gzip',
  pgp: 'application/pgp-encrypted',
};

const typeOf = (name: string): string =>
  TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';

/** Sends a file, or a part of it (R5). */
export function answerFile(reply: FastifyReply, { name, sha256, size, part, body }: FileAnswer): FastifyReply {
  reply
    .code(part ? 206 : 200)
    .header('content-type', typeOf(name))
    .header('content-disposition', attachmentHeader(name))
    .header('content-length', part ? part.last - part.first + 1 : size)
    .header('accept-ranges', 'bytes')
    // Whole bytes are what the hash is of: nothing on the way may compress them.
    .header('cache-control', 'private, no-store, no-transform');
  if (part) reply.header('content-range', `bytes ${part.first}-${part.last}/${size}`);
  if (sha256 !== null) reply.header('etag', etagOf(sha256));
  if (reply.request.method !== 'HEAD') return reply.send(body);
  // Only about it: none of it is read.
  body.destroy();
  return reply.send(Readable.from([]));
}
