import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type ConnectionOptions, TLSSocket } from 'node:tls';
import { Client, FTPError } from 'basic-ftp';
import { type FtpConfig, type FtpsConfig, fingerprintHex, timeoutMs } from './config.ts';

/** What is connected to, with the port settled. */
export type FtpTarget = (FtpConfig | FtpsConfig) & { readonly port: number };

/** Milliseconds that a server has to let an aborted delivery clean up. */
const GRACE = 5_000;

export interface FtpConnection extends AsyncDisposable {
  readonly client: Client;
  /** Names of the server's features (FEAT), upper case, with what stands behind them. */
  readonly features: ReadonlyMap<string, string>;
}

/** Connects, makes it TLS where that is asked for, checks the certificate, and only then logs in. */
export async function connectFtp(config: FtpTarget, baseFolder: string, signal: AbortSignal): Promise<FtpConnection> {
  const client = new Client(timeoutMs(config.idle_timeout));
  const limit = timeoutMs(config.connect_timeout);
  const late = setTimeout(
    () => client.ftp.closeWithError(Object.assign(new Error(`no login within ${limit} ms`), { code: 'ETIMEDOUT' })),
    limit,
  );
  const stop = () => client.close();
  signal.throwIfAborted();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (config.type === 'ftps') await connectTls(client, config, baseFolder);
    else await client.connect(config.host, config.port);
    // Names beyond ASCII; servers that do not know the command do not mind.
    await client.sendIgnoringError('OPTS UTF8 ON');
    await client.login(config.user, config.password);
    await client.useDefaultSettings();
    const features = new Map([...(await client.features())].map(([name, rest]) => [name.toUpperCase(), rest]));
    return keep(client, features, signal);
  } catch (error) {
    client.close();
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
  }
}

async function connectTls(client: Client, config: FtpsConfig & FtpTarget, baseFolder: string): Promise<void> {
  const pin = config.fingerprint === undefined ? undefined : fingerprintHex(config.fingerprint);
  const name = config.servername ?? (isIP(config.host) === 0 ? config.host : undefined);
  const tls: ConnectionOptions = {
    host: config.servername ?? config.host,
    // An address may not be sent as a server name.
    ...(name === undefined ? {} : { servername: name }),
    ...(config.ca === undefined ? {} : { ca: await authority(config.ca, baseFolder) }),
    minVersion: 'TLSv1.2',
    // A pinned certificate may be anybody's: it is compared below, before the password is sent.
    rejectUnauthorized: pin === undefined,
  };
  if (config.tls === 'implicit') await client.connectImplicitTLS(config.host, config.port, tls);
  else {
    await client.connect(config.host, config.port);
    try {
      await client.useTLS(tls);
    } catch (error) {
      if (!(error instanceof FTPError)) throw error;
      throw Object.assign(new Error(error.message, { cause: error }), { code: 'ERR_TLS_REFUSED' });
    }
  }
  if (pin === undefined) return;
  mustHave(client.ftp.socket, pin);
  // Each data connection is a handshake of its own; one that does not resume the session is compared, too.
  const prepare = client.prepareTransfer;
  client.prepareTransfer = async ftp => {
    const response = await prepare(ftp);
    const data = client.ftp.dataSocket;
    if (data instanceof TLSSocket) {
      // Registered before the upload's own listener, so that no byte is sent first.
      data.prependOnceListener('secureConnect', () => {
        try {
          if (!data.isSessionReused()) mustHave(data, pin);
        } catch (error) {
          data.destroy(error as Error);
        }
      });
    }
    return response;
  };
}

function mustHave(socket: unknown, pin: string): void {
  const found = socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : undefined;
  if (found !== undefined && fingerprintHex(found) === pin) return;
  throw Object.assign(
    new Error(`its certificate has the fingerprint ${found ?? 'none'}, which is not the pinned one`),
    {
      code: 'CERT_FINGERPRINT_MISMATCH',
    },
  );
}

async function authority(ca: string, baseFolder: string): Promise<string> {
  return ca.includes('-----BEGIN') ? ca : await readFile(resolve(baseFolder, ca), 'utf8');
}

/** After an abort the connection stays for the cleaning up, for a while. */
function keep(client: Client, features: ReadonlyMap<string, string>, signal: AbortSignal): FtpConnection {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer = setTimeout(() => client.close(), GRACE);
  };
  if (signal.aborted) soon();
  else signal.addEventListener('abort', soon, { once: true });
  return {
    client,
    features,
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', soon);
      clearTimeout(timer);
      client.close();
    },
  };
}
