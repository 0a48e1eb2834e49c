import { z } from 'zod';

/**
 * The destinations of `waybill.yaml`, as they stand there after `${env:…}` and `${secret:…}` were put in. The
 * descriptions are what an editor shows and what the reference pages print.
 */

const word = z
  .string()
  .min(1)
  // A line break in a host, user or password would be a second command to an FTP server.
  .refine(s => !/[\0\r\n]/.test(s), 'must be text without line breaks or NUL');

const host = word
  .refine(s => /^[\p{L}\p{N}.:_%-]+$/u.test(s), 'must be a host name or an IP address, without scheme or port')
  .describe('Host name or IP address, without scheme and port.');

const port = (standard: number) =>
  z.int().min(1).max(65_535).default(standard).describe(`TCP port. Default ${standard}.`);

const folder = z
  .string()
  .refine(s => !/[\0\r\n]/.test(s), 'must be text without line breaks or NUL')
  .default('/')
  .describe(
    'Folder on the server that all paths of exports are in; nothing is ever written outside it. Folders that are ' +
      'missing below it are made, the folder itself must exist. Default: `/`. A path that does not begin with `/` ' +
      'counts from the folder in which the login ends up.',
  );

/** `30 s`, `5 min`; a plain number is seconds. */
const duration = z.union([
  z.number().positive().max(86_400),
  z.string().regex(/^\d+(\.\d+)? ?(s|min|h)$/, 'must be a duration such as `30 s` or `5 min`'),
]);

const connectTimeout = duration
  .default('20 s')
  .describe('How long to wait until the connection stands and the login is done. Default: `20 s`.');

const idleTimeout = duration
  .default('60 s')
  .describe(
    'How long the server may be silent while it owes an answer, before the connection counts as lost. Default: `60 s`.',
  );

const local = z
  .strictObject({
    type: z.literal('local').describe('A folder of this machine, or a share that is mounted on it.'),
    folder: z
      .string()
      .min(1)
      .describe('The folder; relative ones count from the workspace. It must exist; folders below it are made.'),
  })
  .describe('Files are put into a folder of this machine.');

const sftp = z
  .strictObject({
    type: z.literal('sftp').describe('SFTP: files over SSH.'),
    host,
    port: port(22),
    user: word.describe('Name to log in with.'),
    password: z.string().optional().describe('Password; also given where the server asks for it interactively.'),
    key: z
      .string()
      .optional()
      .describe(
        'Private key: its text (usually `${secret:NAME}`), or the path of its file. OpenSSH, PEM and PuTTY formats.',
      ),
    passphrase: z.string().optional().describe('Passphrase of the private key.'),
    agent: z
      .union([z.literal(true), z.string().min(1)])
      .optional()
      .describe(
        'Log in with the keys of an SSH agent: `true` for the one in SSH_AUTH_SOCK, or the path of its socket.',
      ),
    host_key: z
      .union([z.literal('any'), z.string().min(1), z.array(z.string().min(1)).min(1)])
      .describe(
        "The server's host key, so that nobody else can pose as it: `SHA256:…` (as `ssh-keyscan HOST | ssh-keygen -lf -` " +
          'prints it), the public key line, or a list of them. `any` takes whatever key comes, and with it whoever is in between.',
      ),
    folder,
    connect_timeout: connectTimeout,
    idle_timeout: idleTimeout,
  })
  .refine(d => d.password !== undefined || d.key !== undefined || d.agent !== undefined, {
    path: ['password'],
    message: 'one of `password`, `key` or `agent` is needed to log in',
  })
  .refine(d => d.passphrase === undefined || d.key !== undefined, {
    path: ['passphrase'],
    message: '`passphrase` belongs to a `key`, and there is none',
  })
  .describe('Files are sent over SFTP.');

const ftp = z
  .strictObject({
    type: z.literal('ftp').describe('FTP without encryption; the password and the data can be read on the way.'),
    host,
    port: port(21),
    user: word.default('anonymous').describe('Name to log in with. Default: `anonymous`.'),
    password: word.default('guest').describe('Password. Default: `guest`, as anonymous servers expect.'),
    folder,
    connect_timeout: connectTimeout,
    idle_timeout: idleTimeout,
  })
  .describe('Files are sent over plain FTP, in passive mode.');

const ftps = z
  .strictObject({
    type: z.literal('ftps').describe('FTP inside TLS, data connections too.'),
    host,
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe('TCP port. Default: 21 with `tls: explicit`, 990 with `tls: implicit`.'),
    tls: z
      .enum(['explicit', 'implicit'])
      .default('explicit')
      .describe(
        '`explicit` (default): TLS is asked for with AUTH TLS. `implicit`: TLS from the first byte, for older servers.',
      ),
    user: word.describe('Name to log in with.'),
    password: word.describe('Password.'),
    folder,
    ca: z
      .string()
      .optional()
      .describe("Certificate authority to trust in place of the system's: PEM text or the path of its file."),
    servername: z.string().optional().describe("Name that the server's certificate must be for. Default: `host`."),
    fingerprint: z
      .string()
      .refine(
        s => fingerprintHex(s) !== undefined,
        'must be a SHA-256 fingerprint: 64 hexadecimal digits, with or without colons',
      )
      .optional()
      .describe(
        "SHA-256 fingerprint of the server's certificate (as `openssl x509 -fingerprint -sha256` prints it). With it exactly " +
          'this certificate is accepted, whoever signed it, and no other.',
      ),
    connect_timeout: connectTimeout,
    idle_timeout: idleTimeout,
  })
  .describe('Files are sent over FTP inside TLS, in passive mode; certificates are verified.');

const s3 = z
  .strictObject({
    type: z.literal('s3').describe('Amazon S3, or a store that speaks its protocol.'),
    bucket: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{2,62}$/, 'must be a bucket’s name: 3 to 63 letters, digits, `.`, `-` and `_`')
      .describe('Name of the bucket.'),
    region: z.string().min(1).default('us-east-1').describe('Region of the bucket. Default: `us-east-1`.'),
    prefix: z
      .string()
      .refine(s => !/[\0\r\n]/.test(s), 'must be text without line breaks or NUL')
      .default('')
      .describe('What every key begins with, e.g. `loyalty/`. Default: nothing.'),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Address of a store other than Amazon, e.g. `https://minio.example:9000`.'),
    access_key: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Access key id. Without keys the AWS SDK's own chain is asked: environment, profile, role of the machine.",
      ),
    secret_key: z.string().min(1).optional().describe('Secret access key.'),
    session_token: z.string().min(1).optional().describe('Session token, with temporary keys.'),
    path_style: z
      .boolean()
      .optional()
      .describe('Bucket in the path and not in the host name. Default: true with an `endpoint`, false without.'),
    sse: z
      .enum(['AES256', 'aws:kms'])
      .optional()
      .describe("Encryption at rest to ask for. Default: the bucket's own setting."),
    sse_kms_key: z.string().min(1).optional().describe('KMS key to encrypt with, together with `sse: aws:kms`.'),
    connect_timeout: connectTimeout,
    idle_timeout: idleTimeout,
  })
  .refine(d => (d.access_key === undefined) === (d.secret_key === undefined), {
    path: ['secret_key'],
    message: '`access_key` and `secret_key` belong together',
  })
  .describe('Files are put into a bucket.');

/** One destination of `waybill.yaml`. */
export const destinationSchema = z.discriminatedUnion('type', [local, sftp, ftp, ftps, s3]);

export type DestinationConfig = z.infer<typeof destinationSchema>;
/** What a person may write: as {@link DestinationConfig}, with everything that has a default left out. */
export type DestinationInput = z.input<typeof destinationSchema>;
export type DestinationType = DestinationConfig['type'];
export type LocalConfig = z.infer<typeof local>;
export type SftpConfig = z.infer<typeof sftp>;
export type FtpConfig = z.infer<typeof ftp>;
export type FtpsConfig = z.infer<typeof ftps>;
export type S3Config = z.infer<typeof s3>;

/** Names of the keys that hold secrets, for whoever prints a configuration. */
export const SECRET_KEYS: readonly string[] = ['password', 'key', 'passphrase', 'secret_key', 'session_token'];

/** The 64 digits of a SHA-256 fingerprint in lower case, or undefined when it is none. */
export function fingerprintHex(text: string): string | undefined {
  const digits = text
    .replace(/^sha-?256[:=]?/i, '')
    .replaceAll(/[:\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

/** Milliseconds of a timeout as the schema takes it: `30 s`, `5 min`, or a number of seconds. */
export function timeoutMs(value: number | string): number {
  if (typeof value === 'number') return Math.round(value * 1000);
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(s|min|h)$/.exec(value) ?? [];
  const seconds = { s: 1, min: 60, h: 3600 }[unit ?? ''];
  if (amount === undefined || seconds === undefined) throw new Error(`not a duration: ${value}`);
  return Math.round(Number(amount) * seconds * 1000);
}
