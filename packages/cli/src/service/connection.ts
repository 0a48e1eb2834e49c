import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fail } from '@waybill/engine/errors';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { UsageFault } from '../usage-fault.ts';
import type { ServiceOptions } from './service-options.ts';

/** How a service is reached, and as whom. */
export interface Connection {
  readonly url: string;
  readonly token: string;
}

/** Where `waybill serve` writes how it is reached, for its user alone, as long as it runs. */
export const CONNECTION_FILE = join('.waybill', 'service', 'connection.json');

/**
 * The service to ask: `--url` and `--token`, else WAYBILL_URL and WAYBILL_TOKEN, else that of the workspace. The token of
 * the workspace's service goes to that service only.
 */
export async function findConnection(io: Io, options: ServiceOptions & GlobalOptions): Promise<Connection> {
  const url = addressOf(options.url, '--url') ?? addressOf(io.env.WAYBILL_URL, 'WAYBILL_URL');
  const token = options.token ?? (io.env.WAYBILL_TOKEN || undefined);
  if (url !== undefined && token !== undefined) return { url, token };

  const own = await connectionOfWorkspace(io, options);
  const asked = url ?? own?.url;
  if (asked === undefined) return fail('service-unknown', {});
  const known = token ?? (own?.url === asked ? own.token : undefined);
  if (known === undefined) return fail('service-token-missing', { url: asked });
  return { url: asked, token: known };
}

function addressOf(text: string | undefined, option: string): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  const expected = 'an address as `http://127.0.0.1:8484` or `https://exports.brand.example`';
  throw UsageFault.of('wrong-argument', { option, found: text, expected });
}

type OwnConnection = Pick<Connection, 'url' | 'token'>;

async function connectionOfWorkspace(io: Io, { workspace }: GlobalOptions): Promise<OwnConnection | undefined> {
  let folder: string | undefined;
  if (workspace !== undefined) folder = (await import('../workspace/locate.ts')).workspaceFolder(io, { workspace });
  else folder = (await import('@waybill/engine/workspace')).findWorkspace(io.cwd);
  if (folder === undefined) return undefined;
  const file = join(folder, CONNECTION_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return fail('file-unreadable', { file: relative(io.cwd, file), detail: code ?? String(error) }, {}, error);
  }
  return read(text) ?? fail('connection-unreadable', { file: relative(io.cwd, file) });
}

function read(text: string): OwnConnection | undefined {
  try {
    const { url, token } = JSON.parse(text) as { url?: unknown; token?: unknown };
    return typeof url === 'string' && typeof token === 'string' ? { url: url.replace(/\/+$/, ''), token } : undefined;
  } catch {
    // Half written, or edited.
    return undefined;
  }
}
