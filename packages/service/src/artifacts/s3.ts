import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fail } from '@waybill/engine/errors';
import { diskName } from '@waybill/engine/workspace';
import type { ArtifactStore } from './artifact-store.ts';
import { plainName } from './plain-name.ts';
import type { S3Settings } from './s3-settings.ts';
import { uploadFile } from './s3-upload.ts';
import { WorkFolders } from './work-folders.ts';

export interface BucketPlace {
  readonly bucket: string;
  /** Ends in a slash, or is empty. */
  readonly prefix: string;
}

/** How references to objects begin. */
const S3 = 's3:';

/** Keeps files in a bucket, for services of many machines; runs make them in `localRoot` of their own machine. */
export function s3Artifacts({ bucket, prefix }: BucketPlace, settings: S3Settings, localRoot: string): ArtifactStore {
  const client = clientOf(settings);
  const work = new WorkFolders(join(localRoot, '.work'));
  const targetOf = (ref: string) => (ref.startsWith(S3) ? { Bucket: bucket, Key: ref.slice(S3.length) } : undefined);

  const get = async (ref: string, Range?: string): Promise<Readable | undefined> => {
    const target = targetOf(ref);
    if (!target) return undefined;
    try {
      const { Body } = await client.send(
        new GetObjectCommand({ ...target, ...(Range === undefined ? {} : { Range }) }),
      );
      return Body as Readable | undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };

  /** Where a fetched file is put: in the work folder of its run, with which it goes. */
  const fetchedPath = (ref: string): string => {
    const [exportFolder = '', runId = ''] = ref.slice(S3.length + prefix.length).split('/');
    const hash = createHash('sha256').update(ref).digest('hex').slice(0, 10);
    return join(localRoot, '.work', exportFolder, runId, 'fetched', hash, basename(ref));
  };

  return {
    workFolder: (exportName, runId) => work.of(exportName, runId),
    clearWork: (exportName, runId) => work.clear(exportName, runId),
    leftWork: () => work.left(),
    async keep(path, { exportName, runId, file }) {
      const key = `${prefix}${diskName(exportName)}/${runId}/${plainName(file)}`;
      const ref = S3 + key;
      if (resolve(path) !== fetchedPath(ref)) await uploadFile(client, { Bucket: bucket, Key: key }, path);
      return ref;
    },
    open: (ref, range) => get(ref, range === undefined ? undefined : `bytes=${range.from}-${range.to ?? ''}`),
    async local(ref) {
      const body = await get(ref);
      if (!body) return undefined;
      const path = fetchedPath(ref);
      const draft = `${path}.${randomBytes(6).toString('hex')}`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await pipeline(body, createWriteStream(draft));
        await rename(draft, path);
      } finally {
        await rm(draft, { force: true });
      }
      return path;
    },
    async remove(ref) {
      const target = targetOf(ref);
      if (!target) return;
      try {
        await client.send(new DeleteObjectCommand(target));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    async check() {
      try {
        const probe = { Bucket: bucket, Key: `${prefix}.waybill`, Body: 'Waybill keeps its files here.\n' };
        await client.send(new PutObjectCommand(probe));
      } catch (error) {
        const { name, message } = error as Error;
        fail('files-unwritable', { where: `s3://${bucket}/${prefix}`, detail: message || name }, {}, error);
      }
    },
  };
}

const clientOf = ({ region, endpoint, access_key, secret_key, session_token, path_style }: S3Settings): S3Client =>
  new S3Client({
    region: region ?? 'us-east-1',
    forcePathStyle: path_style ?? endpoint !== undefined,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(access_key === undefined || secret_key === undefined
      ? {}
      : {
          credentials: {
            accessKeyId: access_key,
            secretAccessKey: secret_key,
            ...(session_token === undefined ? {} : { sessionToken: session_token }),
          },
        }),
  });

function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NoSuchKey' || (name !== 'NoSuchBucket' && $metadata?.httpStatusCode === 404);
}
