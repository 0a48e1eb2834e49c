import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { fail } from '../errors/index.ts';
import { type S3Config, timeoutMs } from './config.ts';
import { coded } from './delivery-error.ts';
import type { Destination, DestinationSession, StagedFile } from './destination.ts';
import { abandon, complete, isGone, type ObjectTarget, openUploads, sendParts, storedBytes } from './s3-upload.ts';
import type { SpoolReader } from './spool.ts';

/** Finished content up to this size is kept and put in one request; a multipart upload takes three. */
const SMALL = 64 * 1024;

/** Milliseconds for one request of the cleaning up. */
const CLEAN_UP = 10_000;

/** In place of the id of an upload whose beginning was not confirmed. */
const UNKNOWN = '';

/** Between a path and the id of an upload; no path holds it. */
const ID = '\n';

/** Names the run that made an object, so that after a broken connection it is known whose it is. */
const RUN = 'waybill-run';

/**
 * A session on a bucket. Nothing is renamed: a file is staged as a multipart upload, which no reader sees, and
 * completing it makes it visible in one step. `unfinished` outlives the session, for the cleaning up by another one.
 */
export async function openS3(
  destination: Destination,
  config: S3Config,
  unfinished: Map<string, Set<string>>,
  signal: AbortSignal,
): Promise<DestinationSession> {
  signal.throwIfAborted();
  const options: S3ClientConfig = {
    region: config.region,
    forcePathStyle: config.path_style ?? config.endpoint !== undefined,
    requestHandler: {
      connectionTimeout: timeoutMs(config.connect_timeout),
      // Silence, not the length of a request: a part may take long over a slow line.
      socketTimeout: timeoutMs(config.idle_timeout),
    },
    ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint }),
    ...(config.access_key === undefined || config.secret_key === undefined
      ? {}
      : {
          credentials: {
            accessKeyId: config.access_key,
            secretAccessKey: config.secret_key,
            ...(config.session_token === undefined ? {} : { sessionToken: config.session_token }),
          },
        }),
  };
  // It tells whoever runs an export about a future of Node that is ours to see to.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const client = new S3Client(options);
  // What must not happen twice is not repeated by the SDK: when its answer is lost, only a look tells.
  const single = new S3Client({ ...options, maxAttempts: 1 });
  const target = (path: string, runId?: string): ObjectTarget => ({
    Bucket: config.bucket,
    Key: `${config.prefix}${path}`,
    ...(runId === undefined ? {} : { Metadata: { [RUN]: encodeURIComponent(runId) } }),
    ...(config.sse === undefined ? {} : { ServerSideEncryption: config.sse }),
    ...(config.sse_kms_key === undefined ? {} : { SSEKMSKeyId: config.sse_kms_key }),
  });
  const address = (path: string) => ({ Bucket: config.bucket, Key: `${config.prefix}${path}` });
  const at = (path: string, step: 'look' | 'send' | 'rename' | 'remove') => ({
    destination: destination.name,
    where: destination.describe(path),
    step,
  });
  const idsOf = (path: string, runId: string) => {
    const key = `${runId}\n${path}`;
    const ids = unfinished.get(key) ?? new Set<string>();
    unfinished.set(key, ids);
    return ids;
  };

  const head = (path: string) =>
    coded(at(path, 'look'), async () => {
      try {
        return await client.send(new HeadObjectCommand(address(path)), { abortSignal: AbortSignal.timeout(CLEAN_UP) });
      } catch (error) {
        const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
        if (name !== 'NoSuchBucket' && $metadata?.httpStatusCode === 404) return undefined;
        throw error;
      }
    });

  const arrived = async (path: string, bytes: number) => {
    const found = (await head(path))?.ContentLength;
    if (found === bytes) return;
    const where = destination.describe(path);
    fail('destination-size-mismatch', { destination: destination.name, where, expected: bytes, found });
  };

  const stageSmall = (path: string, runId: string, body: Buffer): StagedFile => ({
    bytes: body.length,
    async verify(expected) {
      mustBeEqual(expected.bytes, body.length, path);
      return 'crc32';
    },
    async publish(to, { overwrite }) {
      await coded(at(to, 'rename'), () =>
        single.send(
          new PutObjectCommand({
            ...target(path, runId),
            Body: body,
            ContentLength: body.length,
            ChecksumAlgorithm: 'CRC32',
            ...(overwrite ? {} : { IfNoneMatch: '*' }),
          }),
        ),
      );
      await arrived(path, body.length);
    },
    async discard() {},
    isStaged: async () => true,
  });

  const mustBeEqual = (expected: number, found: number, path: string) => {
    if (expected === found) return;
    const where = destination.describe(path);
    fail('destination-size-mismatch', { destination: destination.name, where, expected, found });
  };

  const removeStaged = (path: string, runId: string) =>
    coded(at(path, 'remove'), async () => {
      const ids = idsOf(path, runId);
      if (ids.delete(UNKNOWN)) {
        const known = new Set([...unfinished.values()].flatMap(set => [...set]));
        for (const id of await openUploads(client, target(path))) if (!known.has(id)) ids.add(id);
      }
      for (const id of ids) {
        await abandon(client, target(path), id);
        ids.delete(id);
      }
    });

  const wasPublished: DestinationSession['wasPublished'] = async ({ path, runId, bytes }) => {
    const found = await head(path);
    return found?.Metadata?.[RUN] === encodeURIComponent(runId) && found.ContentLength === bytes;
  };

  const stat = async (path: string) => {
    const found = await head(path);
    return found === undefined ? undefined : { bytes: found.ContentLength ?? 0 };
  };

  /**
   * Uploads without any part, of an attempt that died before it could tell their ids. None of theirs holds more, and an
   * account need not be allowed to look.
   */
  const abandonEmpty = async (path: string) => {
    try {
      for (const id of await openUploads(client, target(path)))
        if ((await storedBytes(client, target(path), id)) === 0) await abandon(client, target(path), id);
    } catch {
      // They hold nothing, nobody can complete them, and the bucket's own rules end them some day.
    }
  };

  return {
    capabilities: {
      publish: 'complete',
      replacesAtOnce: true,
      // Amazon refuses by If-None-Match; of other stores some do not know it.
      refusesTaken: config.endpoint === undefined,
      hash: 'crc32',
    },
    stat,
    mark: stat,
    async remove(path) {
      await coded(at(path, 'remove'), () => client.send(new DeleteObjectCommand(address(path))));
    },
    removeStaged,
    // Uploads without an end are not seen, and only tell when they began, which of a slow one may be long ago: the
    // bucket's own rule for incomplete uploads takes them away.
    async removeDead() {},
    wasPublished,
    async takeBack(staged, announced) {
      const paths = new Set<string>();
      for (const { path: token } of staged) {
        const [path = '', id] = token.split(ID);
        paths.add(path);
        if (id !== undefined) await coded(at(path, 'remove'), () => abandon(client, target(path), id));
      }
      for (const path of paths) await abandonEmpty(path);
      const appeared: boolean[] = [];
      // After that nobody can complete them any more, and each object names the attempt that made it.
      for (const file of announced) appeared.push(await wasPublished(file));
      return appeared;
    },
    async stage(path, content, { runId, onProgress, staging }) {
      await removeStaged(path, runId);
      await staging?.(path);
      // What is put in one request cannot be taken away before.
      const small = staging ? undefined : await wholeIfSmall(content, signal);
      if (small) {
        onProgress?.(small.length);
        return stageSmall(path, runId, small);
      }
      const upload = await coded(at(path, 'send'), () =>
        sendParts({ client, single }, target(path, runId), content.chunks(signal), {
          signal,
          onBegin: async id => {
            idsOf(path, runId).add(id ?? UNKNOWN);
            if (id !== undefined) await staging?.(`${path}${ID}${id}`);
          },
          onProgress: onProgress ?? (() => {}),
        }),
      );
      return {
        bytes: upload.bytes,
        async verify(expected) {
          mustBeEqual(expected.bytes, upload.bytes, path);
          const stored = await coded(at(path, 'look'), () => storedBytes(client, target(path), upload.id));
          if (stored !== undefined) mustBeEqual(expected.bytes, stored, path);
          return 'crc32';
        },
        async publish(to, { overwrite }) {
          await coded(at(to, 'rename'), async () => {
            try {
              await complete(single, target(path), upload, !overwrite);
            } catch (error) {
              if (!staging || !isGone(error)) throw error;
              if (await wasPublished({ stagedFor: path, path, runId, bytes: upload.bytes })) return;
              const where = destination.describe(to);
              fail('destination-superseded', { destination: destination.name, where }, {}, error);
            }
          });
          idsOf(path, runId).delete(upload.id);
          await arrived(path, upload.bytes);
        },
        discard: () => removeStaged(path, runId),
        async isStaged() {
          try {
            await coded(at(path, 'look'), () => storedBytes(client, target(path), upload.id));
            return true;
          } catch (error) {
            if (error instanceof Error && isGone(error.cause)) return false;
            throw error;
          }
        },
      };
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      single.destroy();
    },
  };
}

/** The bytes of content that is small and, if need be after a short wait for its end, known to be; else undefined. */
async function wholeIfSmall(content: SpoolReader, signal: AbortSignal): Promise<Buffer | undefined> {
  const list: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content.chunks(signal)) {
    list.push(chunk);
    bytes += chunk.length;
    if (bytes > SMALL) return undefined;
  }
  return Buffer.concat(list);
}
