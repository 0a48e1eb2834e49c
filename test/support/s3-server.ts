import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The package brings no types; this is the part that is used. */
interface S3rver {
  configureBuckets(): Promise<void>;
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
}
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3rver;

export interface S3Server extends AsyncDisposable {
  readonly endpoint: string;
  readonly port: number;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Keys and sizes of what is visible. */
  objects(): ReadonlyMap<string, number>;
  content(key: string): Buffer;
  /** Takes an object away, as a receiver does. */
  remove(key: string): void;
  /** Ids of multipart uploads that are neither completed nor ended. */
  unfinished(): readonly string[];
  /** Removes all objects and unfinished uploads. */
  clear(): void;
  /** Called for every request; what it returns is answered in place of the store's answer. */
  intercept: ((request: IncomingMessage) => { readonly status: number; readonly code: string } | undefined) | undefined;
  stop(): Promise<void>;
}

/**
 * s3rver in this process, with what it lacks in front of it: ending a multipart upload, listing its parts, and
 * `If-None-Match: *` when an object is made.
 */
export async function startS3Server(folder: string): Promise<S3Server> {
  const bucket = 'exports';
  const store = new S3rver({
    directory: folder,
    silent: true,
    configureBuckets: [{ name: bucket, configs: [] }],
    vhostBuckets: false,
  });
  await store.configureBuckets();
  const answer = store.callback();
  const uploads = join(folder, bucket, '._S3rver_uploads');
  const objectFile = (key: string) => join(folder, bucket, `${key}._S3rver_object`);

  const self: { intercept: S3Server['intercept'] } = { intercept: undefined };
  const server = createServer((request, response) => {
    const refusal = self.intercept?.(request) ?? front(request);
    if (refusal === undefined) answer(request, response);
    else reply(request, response, refusal);
  });

  /** What is answered here; undefined leaves it to the store. */
  function front(request: IncomingMessage): { status: number; code: string } | undefined {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const key = decodeURIComponent(url.pathname.slice(bucket.length + 2));
    const id = url.searchParams.get('uploadId');
    const making = request.method === 'POST' || request.method === 'PUT';
    if (making && request.headers['if-none-match'] === '*' && existsSync(objectFile(key))) {
      return { status: 412, code: 'PreconditionFailed' };
    }
    if (request.method === 'GET' && url.searchParams.has('uploads')) return { status: 200, code: uploadsOf() };
    if (id === null) return undefined;
    const upload = join(uploads, id);
    if (!existsSync(upload)) return { status: 404, code: 'NoSuchUpload' };
    if (making) return undefined;
    if (request.method === 'GET') return { status: 200, code: partsOf(upload) };
    rmSync(upload, { recursive: true });
    return { status: 204, code: '' };
  }

  function uploadsOf(): string {
    const ids = existsSync(uploads) ? readdirSync(uploads) : [];
    const key = (id: string) => readFileSync(join(uploads, id, 'key'), 'utf8');
    const list = ids.map(id => `<Upload><Key>${key(id)}</Key><UploadId>${id}</UploadId></Upload>`);
    return `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${list.join('')}</ListMultipartUploadsResult>`;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return Object.assign(self, {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    bucket,
    accessKey: 'S3RVER',
    secretKey: 'S3RVER',
    objects: () => {
      const base = join(folder, bucket);
      const names = (readdirSync(base, { recursive: true }) as string[]).filter(name =>
        name.endsWith('._S3rver_object'),
      );
      return new Map(names.map(name => [name.replace('._S3rver_object', ''), statSync(join(base, name)).size]));
    },
    content: (key: string) => readFileSync(objectFile(key)),
    remove: (key: string) => rmSync(objectFile(key)),
    unfinished: () => (existsSync(uploads) ? readdirSync(uploads) : []),
    clear() {
      for (const name of readdirSync(join(folder, bucket))) rmSync(join(folder, bucket, name), { recursive: true });
    },
    stop,
    [Symbol.asyncDispose]: stop,
  });
}

function partsOf(upload: string): string {
  const parts = readdirSync(upload).filter(name => /^\d+$/.test(name));
  const list = parts.map(
    n => `<Part><PartNumber>${n}</PartNumber><Size>${statSync(join(upload, n)).size}</Size></Part>`,
  );
  return `<ListPartsResult><IsTruncated>false</IsTruncated>${list.join('')}</ListPartsResult>`;
}

function reply(request: IncomingMessage, response: ServerResponse, { status, code }: { status: number; code: string }) {
  request.resume();
  const body =
    code.startsWith('<') || code === '' ? code : `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' });
  response.end(request.method === 'HEAD' || status === 204 ? undefined : body);
}
