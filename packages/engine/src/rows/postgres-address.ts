import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { fail } from '../errors/index.ts';
import { type PostgresSourceConfig, SSL_MODES, type SslMode } from './config.ts';

/** Where a PostgreSQL source is, and as whom. */
export interface PostgresAddress {
  /** Host name, address, or the folder of a Unix socket, which begins with `/`. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly sslMode: SslMode;
  /** What TLS gets in the modes that use it. */
  readonly tls: ConnectionOptions;
}

/** What a url may say behind its `?`; anything else is an error, so that a misspelt `sslmode` is never overlooked. */
const PARAMETERS = ['host', 'port', 'user', 'password', 'dbname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];
/** What other programs' urls carry and what makes no difference here. */
const WITHOUT_EFFECT = ['application_name', 'connect_timeout', 'target_session_attrs', 'channel_binding', 'gssencmode'];

/** Puts together what the url and the keys beside it say; the keys win. */
export async function postgresAddress(
  source: string,
  config: PostgresSourceConfig,
  workspaceFolder: string,
): Promise<PostgresAddress> {
  const written = config.url === undefined ? {} : readUrl(source, config.url);
  const host = config.host ?? written.host ?? 'localhost';
  const user = config.user ?? written.user;
  if (user === undefined) fail('source-settings', { source, detail: 'it names no user' });
  const sslMode = config.ssl ?? sslModeOf(source, written.sslmode) ?? (isLocal(host) ? 'disable' : 'prefer');
  const files = { ca: config.ca ?? written.sslrootcert, cert: written.sslcert, key: written.sslkey };
  const read = async (path: string | undefined) =>
    path === undefined || path === 'system' ? undefined : readPem(source, path, workspaceFolder);
  const [ca, cert, key] = await Promise.all([read(files.ca), read(files.cert), read(files.key)]);
  if (sslMode === 'verify-ca' && ca === undefined)
    fail('source-settings', { source, detail: 'verify-ca needs the certificate authority in `ca`' });
  return {
    host,
    port: config.port ?? (written.port === undefined ? 5432 : Number(written.port)),
    user,
    password: config.password ?? written.password,
    database: config.database ?? written.dbname ?? user,
    sslMode,
    tls: {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...tlsChecks(sslMode, ca !== undefined),
    },
  };
}

/** As libpq: `require` with an authority checks it as `verify-ca` does; only `verify-full` checks the host's name. */
function tlsChecks(mode: SslMode, hasAuthority: boolean): ConnectionOptions {
  if (mode === 'verify-full') return { rejectUnauthorized: true };
  if (mode === 'verify-ca' || (mode === 'require' && hasAuthority))
    return { rejectUnauthorized: true, checkServerIdentity: () => undefined };
  return { rejectUnauthorized: false };
}

const isLocal = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\./.test(host);

function sslModeOf(source: string, written: string | undefined): SslMode | undefined {
  if (written === undefined) return undefined;
  // What libpq calls `allow` tries without TLS first; here it is the same as `prefer`, which is no weaker.
  if (written === 'allow') return 'prefer';
  const mode = SSL_MODES.find(one => one === written);
  if (!mode) fail('source-settings', { source, detail: `sslmode is ${SSL_MODES.join(', ')}` }, { found: written });
  return mode;
}

function readUrl(source: string, text: string): Record<string, string | undefined> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // The address holds a password: it is not repeated.
    fail('source-settings', {
      source,
      detail: 'its url is not one of the form postgres://user:password@host:5432/database',
    });
  }
  const decoded = (part: string) => {
    try {
      return part === '' ? undefined : decodeURIComponent(part);
    } catch {
      return part;
    }
  };
  const parameters = Object.fromEntries(url.searchParams);
  for (const name of Object.keys(parameters))
    if (!PARAMETERS.includes(name) && !WITHOUT_EFFECT.includes(name))
      fail(
        'source-settings',
        { source, detail: `its url says "${name}", which is not known` },
        { expected: PARAMETERS.join(', ') },
      );
  return {
    host: decoded(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: decoded(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    dbname: decoded(url.pathname.slice(1)),
    ...parameters,
  };
}

async function readPem(source: string, path: string, workspaceFolder: string): Promise<string> {
  const full = isAbsolute(path) ? path : resolve(workspaceFolder, path);
  try {
    return await readFile(full, 'utf8');
  } catch {
    return fail('source-file-missing', { source, path });
  }
}
