import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { createToken } from './tokens.ts';
import { forgetTokens, verifyToken } from './verify-token.ts';

/** What lets the people of this machine use its service without setting anything up: a file that only they may read. */
const connectionSchema = z.object({ url: z.string(), token: z.string(), pid: z.int() });

export const connectionFileOf = (folder: string): string => join(folder, '.waybill', 'service', 'connection.json');

type Service = Pick<ServiceContext, 'config' | 'store' | 'clock' | 'log'>;

/**
 * Writes the file for the command line of this machine: address, the token of an administrator, and the process. The
 * token of the file before is kept while it is valid; otherwise the old ones of this machine are revoked.
 */
export async function writeLocalConnection(service: Service, url: string): Promise<void> {
  const file = connectionFileOf(service.config.folder);
  const before = readConnection(file);
  const bearer = before && (await verifyToken(service, before.token));
  const token = bearer?.role === 'admin' ? before?.token : await localToken(service);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(draft, `${JSON.stringify({ url, token, pid: process.pid }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes the file when the service stops, if it is still that of this process. */
export function endLocalConnection(folder: string): void {
  const file = connectionFileOf(folder);
  if (readConnection(file)?.pid === process.pid) rmSync(file, { force: true });
}

async function localToken(service: Service): Promise<string> {
  const name = `command line on ${hostname()}`;
  const createdBy = 'waybill serve';
  const made = await createToken(service, { name: createdBy, role: 'admin', via: 'cli' }, { name, role: 'admin' });
  await service.store.db.token.updateMany({
    where: { name, createdBy, revokedAt: null, id: { not: made.id } },
    data: { revokedAt: service.clock.now() },
  });
  forgetTokens(service.store);
  return made.token;
}

function readConnection(file: string): z.output<typeof connectionSchema> | undefined {
  try {
    return connectionSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
