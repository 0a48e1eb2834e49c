import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeCertificate } from '../../../../test/support/ftp-server.ts';
import { tempFolderOfProcess } from '../../../../test/support/temp-folder.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

export interface TestMailServer extends AsyncDisposable {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** PEM of its certificate. */
  readonly certificate: string;
}

let made: { readonly key: string; readonly cert: string } | undefined;

/** A real SMTP server on the loopback, with STARTTLS and the user `waybill`, password `p@ss`. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  if (!made) {
    const { keyFile, certificateFile } = makeCertificate(tempFolderOfProcess(), 'mail');
    made = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certificateFile, 'utf8') };
  }
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    ...made,
    authOptional: true,
    disabledCommands: [],
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'waybill' && password === 'p@ss') done(null, { user: username });
      else done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(to => to.address),
          raw: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: session.user,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    certificate: made.cert,
    [Symbol.asyncDispose]: () => new Promise(resolve => server.close(() => resolve())),
  };
}

/** A message's headers, unfolded, and its parts as they read. */
export function readMail(raw: string) {
  const parts = raw.split(/\r\n--[^\r\n]+(?:--)?\r\n/);
  const headers = headersOf(parts[0] ?? '');
  const bodies = parts.slice(1).map(part => {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const of = headersOf(head);
    return { type: of.get('content-type') ?? '', text: decode(rest.join('\r\n\r\n'), of) };
  });
  const bodyOf = (type: string) => bodies.find(body => body.type.startsWith(type))?.text ?? '';
  return { headers, text: bodyOf('text/plain'), html: bodyOf('text/html') };
}

function headersOf(head: string): ReadonlyMap<string, string> {
  const block = head.split('\r\n\r\n')[0] ?? '';
  const lines = block.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(lines.map(line => [line.split(':')[0]?.toLowerCase() ?? '', line.slice(line.indexOf(':') + 2)]));
}

function decode(text: string, headers: ReadonlyMap<string, string>): string {
  const how = headers.get('content-transfer-encoding') ?? '7bit';
  if (how === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  if (how !== 'quoted-printable') return text;
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
