import { type FileHandle, open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

const MIB = 1024 * 1024;

/** Files up to this size go in one request. */
const SINGLE = 8 * MIB;
/** S3 takes at most so many parts. */
const MOST_PARTS = 10_000;
/** Parts on their way at once; with their size this bounds memory. */
const IN_FLIGHT = 4;

/** Size of the parts of a file: 8 MiB, and larger only where 10,000 of them are too few. */
export const partSize = (bytes: number): number => Math.max(SINGLE, Math.ceil(bytes / MOST_PARTS));

export interface S3Target {
  readonly Bucket: string;
  readonly Key: string;
}

/** Puts a file into a bucket, in parts where it is large. It appears whole or not at all. */
export async function uploadFile(client: S3Client, target: S3Target, path: string): Promise<void> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  if (size <= SINGLE) {
    await client.send(new PutObjectCommand({ ...target, Body: await readPart(file, 0, size), ContentLength: size }));
    return;
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  if (UploadId === undefined) throw new Error('the store began an upload without an id');
  try {
    const parts = await sendParts(client, { ...target, UploadId }, file, size);
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }));
  } catch (error) {
    // What was sent would be paid for until somebody ends it.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => {});
    throw error;
  }
}

async function sendParts(
  client: S3Client,
  target: S3Target & { readonly UploadId: string },
  file: FileHandle,
  size: number,
): Promise<CompletedPart[]> {
  const length = partSize(size);
  const count = Math.ceil(size / length);
  const parts: CompletedPart[] = [];
  let hasFailed = false;
  let next = 0;
  const worker = async () => {
    while (next < count && !hasFailed) {
      const number = next++;
      const body = await readPart(file, number * length, Math.min(length, size - number * length));
      const done = await client.send(
        new UploadPartCommand({ ...target, PartNumber: number + 1, Body: body, ContentLength: body.length }),
      );
      parts[number] = {
        PartNumber: number + 1,
        ETag: done.ETag,
        ...(done.ChecksumCRC32 === undefined ? {} : { ChecksumCRC32: done.ChecksumCRC32 }),
      };
    }
  };
  const workers = Array.from({ length: Math.min(IN_FLIGHT, count) }, worker);
  try {
    await Promise.all(workers);
  } catch (error) {
    hasFailed = true;
    // Parts on their way are waited for: one that arrives after the upload was ended would come to life again.
    await Promise.allSettled(workers);
    throw error;
  }
  return parts;
}

async function readPart(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, from + filled);
    if (bytesRead === 0) throw new Error('the file became shorter while it was read');
    filled += bytesRead;
  }
  return buffer;
}
