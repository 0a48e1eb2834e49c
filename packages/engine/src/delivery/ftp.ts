import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { type Client, FTPError } from 'basic-ftp';
import { coded } from './delivery-error.ts';
import type { Destination, DestinationSession, FileOperations } from './destination.ts';
import { connectFtp, type FtpConnection, type FtpTarget } from './ftp-connect.ts';
import { folderOf, nameOf } from './safe-path.ts';
import type { SpoolReader } from './spool.ts';
import { renamingSession } from './stage-by-rename.ts';

/** Bytes that wait for the data connection at most. */
const READ_AHEAD = 512 * 1024;

/** Opens one connection for one delivery, over FTP or FTPS. */
export async function openFtp(
  destination: Destination,
  config: FtpTarget,
  baseFolder: string,
  signal: AbortSignal,
): Promise<DestinationSession> {
  return coded({ destination: destination.name, where: destination.describe(''), step: 'connect' }, async () => {
    const connection = await connectFtp(config, baseFolder, signal);
    const base = config.folder.startsWith('/') ? config.folder : `${await connection.client.pwd()}/${config.folder}`;
    return renamingSession(destination, operationsOver(connection, base.replace(/\/+$/, ''), signal));
  });
}

function operationsOver(
  { client, features, ...connection }: FtpConnection,
  base: string,
  signal: AbortSignal,
): FileOperations {
  // Always whole paths: what the current folder is makes no difference.
  const inside = (path: string) => (path === '' ? base || '/' : `${base}/${path}`);
  const enter = async (path: string) => (await client.sendIgnoringError(`CWD ${inside(path)}`)).code < 400;

  const operations: FileOperations = {
    // Most servers replace on RNTO, in one step or not; none promises to refuse.
    capabilities: {
      publish: 'rename',
      replacesAtOnce: false,
      refusesTaken: false,
      hash: hashOf(features) ? 'sha256' : 'none',
    },

    async ensureFolder(path) {
      if (await enter(path)) return;
      const parts = path.split('/');
      for (let length = 1; length <= parts.length; length++) {
        const part = parts.slice(0, length).join('/');
        if (await enter(part)) continue;
        try {
          await client.send(`MKD ${inside(part)}`);
        } catch (error) {
          // Another delivery may have made it just now.
          if (client.closed || !(await enter(part))) throw error;
        }
      }
    },

    async stat(path) {
      try {
        return { bytes: await client.size(inside(path)) };
      } catch (error) {
        if (!(error instanceof FTPError)) throw error;
        if (error.code === 550) return undefined;
        // A server without SIZE: its listing knows.
        if (error.code < 500 || error.code > 504) throw error;
        const found = (await client.list(inside(folderOf(path)))).find(file => file.name === nameOf(path));
        return found === undefined ? undefined : { bytes: found.size };
      }
    },

    async put(path, content, onProgress) {
      const source = follow(content, signal, () => beforeEnd(client));
      client.trackProgress(info => onProgress(info.bytes));
      try {
        await client.uploadFrom(source.stream, inside(path));
      } catch (error) {
        throw source.failure()?.error ?? error;
      } finally {
        client.trackProgress();
        source.stop();
      }
      const failure = source.failure();
      if (failure) throw failure.error;
      onProgress(source.bytes());
      return source.bytes();
    },

    async rename(from, to, { overwrite }) {
      try {
        await client.rename(inside(from), inside(to));
      } catch (error) {
        const refused = overwrite && error instanceof FTPError && error.code >= 500;
        // Only for a file that is there to take its place: another attempt may have taken it away and be done.
        if (!refused || !(await operations.stat(from)) || !(await operations.stat(to))) throw error;
        // A server that never replaces: the old file must go first, and for a moment there is none under the name.
        await operations.remove(to);
        await client.rename(inside(from), inside(to));
      }
    },

    async remove(path) {
      try {
        await client.send(`DELE ${inside(path)}`);
        return true;
      } catch (error) {
        // 550 is "not there" and "not allowed" alike.
        if (!(error instanceof FTPError && error.code === 550 && (await operations.stat(path)) === undefined))
          throw error;
        return false;
      }
    },

    list: async path => (await client.list(inside(path))).map(({ name }) => name),

    modified: async path => (await client.lastMod(inside(path))).getTime(),

    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };

  const command = hashOf(features);
  if (command === undefined) return operations;
  return {
    ...operations,
    async sha256(path) {
      if (command === 'HASH') await client.sendIgnoringError('OPTS HASH SHA-256');
      const reply = await client.sendIgnoringError(`${command} ${inside(path)}`);
      return reply.code >= 400 ? undefined : /\b[0-9a-f]{64}\b/i.exec(reply.message)?.[0]?.toLowerCase();
    },
  };
}

/** The command that makes this server tell a SHA-256, if it has one. */
function hashOf(features: ReadonlyMap<string, string>): 'HASH' | 'XSHA256' | undefined {
  if (/SHA-256/i.test(features.get('HASH') ?? '')) return 'HASH';
  return features.has('XSHA256') ? 'XSHA256' : undefined;
}

/**
 * Makes a data connection that carries nothing fit to be ended. Ended in the middle of its handshake, or right after it
 * without any write, node's TLS leaves out the closing message; OpenSSL 3 then answers with an alert ("decode error"),
 * and an empty file fails. So: wait for the handshake, then write nothing once.
 */
async function beforeEnd({ ftp }: Client): Promise<void> {
  const socket = ftp.dataSocket;
  if (!(socket instanceof TLSSocket) || socket.destroyed) return;
  const event = (name: string) => new Promise<void>(resolve => socket.once(name, () => resolve()));
  const closed = event('close');
  // node has it, its types do not.
  const { secureConnecting } = socket as TLSSocket & { readonly secureConnecting?: boolean };
  if (secureConnecting === true) await Promise.race([event('secureConnect'), closed]);
  await Promise.race([new Promise<void>(resolve => socket.write(Buffer.alloc(0), () => resolve())), closed]);
}

/**
 * The content as a stream for the data connection. When production fails or the delivery is aborted the stream ends
 * as if it were whole: the server then closes its (hidden) file in good order and the control connection stays usable
 * to remove it. `failure` tells afterwards.
 */
function follow(content: SpoolReader, signal: AbortSignal, mayEnd: () => Promise<void>) {
  const stopped = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  let bytes = 0;
  async function* chunks() {
    try {
      for await (const chunk of content.chunks(AbortSignal.any([signal, stopped.signal]))) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      if (!stopped.signal.aborted) failure = { error };
    }
    if (bytes === 0) await mayEnd();
  }
  return {
    stream: Readable.from(chunks(), { objectMode: false, highWaterMark: READ_AHEAD }),
    failure: () => failure,
    bytes: () => bytes,
    stop: () => stopped.abort(),
  };
}
