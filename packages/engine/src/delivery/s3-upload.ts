import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Where an object goes, and what is said about it when it is made. */
export type ObjectTarget = Pick<
  PutObjectCommandInput,
  'Bucket' | 'Key' | 'Metadata' | 'ServerSideEncryption' | 'SSEKMSKeyId'
>;

const MIB = 1024 * 1024;

/** Bytes on their way at once; with the part that is being filled this bounds memory. */
const IN_FLIGHT = 32 * MIB;

/** Parts of the usual size; beyond them parts are larger, since there may be 10,000 of them. */
const USUAL_PARTS = 5_000;

/** Size of a part: 8 MiB, from the 5,001st on 64 MiB, which together reach 360 GB. Some stores want them to be equal. */
export function partBytes(number: number): number {
  return number <= USUAL_PARTS ? 8 * MIB : 64 * MIB;
}

/** A multipart upload: everything is there, and nothing is visible until it is completed. */
export interface MultipartUpload {
  readonly id: string;
  readonly bytes: number;
  readonly parts: readonly CompletedPart[];
}

/**
 * Begins the upload and sends all parts. `onBegin` gets the id as soon as there is something to clean up, or undefined
 * when the connection broke before the store told it; no part is sent before it resolves. `single` is a client that
 * repeats nothing.
 */
export async function sendParts(
  { client, single }: { readonly client: S3Client; readonly single: S3Client },
  target: ObjectTarget,
  chunks: AsyncIterable<Buffer>,
  options: {
    readonly signal: AbortSignal;
    readonly onBegin: (id: string | undefined) => Promise<void>;
    readonly onProgress: (bytes: number) => void;
  },
): Promise<MultipartUpload> {
  const id = await begin(single, target, options);
  await options.onBegin(id);

  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const parts: CompletedPart[] = [];
  const flying = new Map<Promise<void>, number>();
  let bytes = 0;
  let confirmed = 0;

  const send = (body: Buffer, number: number) => {
    const flight = (async () => {
      const done = await client.send(
        new UploadPartCommand({
          Bucket: target.Bucket,
          Key: target.Key,
          UploadId: id,
          PartNumber: number,
          Body: body,
          ContentLength: body.length,
          ChecksumAlgorithm: 'CRC32',
        }),
        { abortSignal: signal },
      );
      parts[number - 1] = {
        PartNumber: number,
        ETag: done.ETag,
        ...(done.ChecksumCRC32 === undefined ? {} : { ChecksumCRC32: done.ChecksumCRC32 }),
      };
      confirmed += body.length;
      options.onProgress(confirmed);
    })();
    flying.set(flight, body.length);
    flight.then(
      () => flying.delete(flight),
      error => failed.abort(error),
    );
  };
  const room = async (wanted: number) => {
    while (flying.size > 0 && [...flying.values()].reduce((a, b) => a + b, 0) + wanted > IN_FLIGHT) {
      await Promise.race(flying.keys());
    }
  };

  try {
    let number = 1;
    for await (const body of inParts(chunks)) {
      await room(body.length);
      send(body, number++);
      bytes += body.length;
    }
    while (flying.size > 0) await Promise.race(flying.keys());
  } catch (error) {
    failed.abort(error);
    // Parts that arrive after the upload was ended would come to life again.
    await Promise.allSettled(flying.keys());
    throw error;
  }
  return { id, bytes, parts };
}

async function begin(
  single: S3Client,
  target: ObjectTarget,
  options: { readonly signal: AbortSignal; readonly onBegin: (id: undefined) => Promise<void> },
): Promise<string> {
  try {
    // The store checks the checksum of every part before it takes it.
    const command = new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'CRC32' });
    const { UploadId } = await single.send(command, { abortSignal: options.signal });
    if (UploadId === undefined) throw new Error('the store began an upload without an id');
    return UploadId;
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    // Without an answer it may have been begun all the same.
    if ($metadata?.httpStatusCode === undefined) await options.onBegin(undefined);
    throw error;
  }
}

/** Ids of the uploads under exactly this key that are neither completed nor ended. */
export async function openUploads(client: S3Client, { Bucket, Key }: ObjectTarget): Promise<readonly string[]> {
  const ids: string[] = [];
  let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
  while (markers) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: Key, ...markers }),
    );
    for (const { Key: key, UploadId } of page.Uploads ?? []) if (key === Key && UploadId) ids.push(UploadId);
    markers = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
  return ids;
}

/** Cuts a stream into parts. */
async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let waiting: Buffer[] = [];
  let size = 0;
  let number = 1;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    while (size >= partBytes(number)) {
      const whole = Buffer.concat(waiting);
      const cut = partBytes(number++);
      yield whole.subarray(0, cut);
      waiting = [whole.subarray(cut)];
      size -= cut;
    }
  }
  // No upload can be completed without a part, so that an empty file is an empty part.
  if (size > 0 || number === 1) yield Buffer.concat(waiting);
}

/** Makes the object visible, in one step. */
export async function complete(
  client: S3Client,
  target: ObjectTarget,
  upload: MultipartUpload,
  onlyIfFree: boolean,
): Promise<void> {
  await client.send(
    new CompleteMultipartUploadCommand({
      Bucket: target.Bucket,
      Key: target.Key,
      UploadId: upload.id,
      MultipartUpload: { Parts: [...upload.parts] },
      ...(onlyIfFree ? { IfNoneMatch: '*' } : {}),
    }),
  );
}

/** Whether the store says that an upload is neither open nor ever will be: completed, or ended. */
export const isGone = (error: unknown): boolean => (error as { name?: unknown }).name === 'NoSuchUpload';

/** Ends an upload and throws away its parts. One that is gone already is fine. */
export async function abandon(client: S3Client, target: ObjectTarget, id: string): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: target.Bucket, Key: target.Key, UploadId: id }));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Bytes that the store holds of an upload; undefined where it does not tell, or may not tell this account. */
export async function storedBytes(client: S3Client, target: ObjectTarget, id: string): Promise<number | undefined> {
  let bytes = 0;
  let marker: string | undefined;
  do {
    try {
      const page = await client.send(
        new ListPartsCommand({ Bucket: target.Bucket, Key: target.Key, UploadId: id, PartNumberMarker: marker }),
      );
      for (const part of page.Parts ?? []) bytes += part.Size ?? 0;
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
      if (status === 403 || status === 405 || status === 501 || status === 400) return undefined;
      throw error;
    }
  } while (marker !== undefined);
  return bytes;
}
