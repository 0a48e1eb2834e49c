import { unreachable } from './errors.ts';
import { type Call, type Line, send } from './send.ts';
import type { DownloadedFile } from './types.ts';

/** Begins a download; the body can be read for as long as it takes. */
export function downloadFile(line: Line, call: Call, name: string): Promise<DownloadedFile> {
  return send(line, call, async response => {
    const size = Number(response.headers.get('content-length') ?? Number.NaN);
    if (response.body === null || !Number.isSafeInteger(size)) {
      throw unreachable('not-waybill', line.url, 'a file without its size');
    }
    const sha256 = /^"([0-9a-f]{64})"$/.exec(response.headers.get('etag') ?? '')?.[1];
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    return { name, size, sha256, type, body: response.body.pipeThrough(whole(line, size)) };
  });
}

/** Passes bytes on, and fails when there are not as many of them as were announced. */
function whole(line: Line, size: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      controller.enqueue(chunk);
    },
    flush(controller) {
      if (bytes !== size) controller.error(unreachable('broken', line.url, `${bytes} of ${size} bytes came`));
    },
  });
}
