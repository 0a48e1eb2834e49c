/**
 * Deflate on several cores (O4): blocks are compressed concurrently on libuv's threads, each with the end of the block
 * before it as its dictionary, and joined in order; together they are one valid deflate stream.
 */
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';

/** What the readers of an archive check; complete once the bytes have ended. */
export interface DeflateTotals {
  /** CRC-32 of the plain bytes. */
  crc: number;
  plainBytes: number;
  packedBytes: number;
  /** Plain bytes that `packedBytes` are the packed form of. */
  packedOf: number;
}

export interface DeflateOptions {
  /** 1 (fast) to 9 (small). Default 6, as zip and gzip have it. */
  readonly level?: number;
  /** Bytes compressed at a time. Default 1 MiB: larger costs memory, smaller costs ratio. */
  readonly blockBytes?: number;
  /** Blocks at a time. Default: one more than the cores, so that none waits for the next block; 4 at most, libuv's threads. */
  readonly concurrency?: number;
}

/** How far back deflate looks, and so how much of a block helps the next one. */
const WINDOW = 32 * 1024;
const MIB = 1 << 20;

const deflate = promisify<Buffer, Parameters<typeof deflateRaw>[1] & object, Buffer>(deflateRaw);

/** The raw deflate stream of the bytes. `totals` is filled on the way. */
export async function* deflateBlocks(
  bytes: AsyncIterable<Buffer>,
  totals: DeflateTotals,
  options: DeflateOptions = {},
): AsyncGenerator<Buffer> {
  const { level = 6, blockBytes = MIB, concurrency = Math.min(4, availableParallelism() + 1) } = options;
  const running: { readonly packed: Promise<Buffer>; readonly block: Buffer; readonly plainBytes: number }[] = [];
  /** Blocks that are done with. Used again, none waits for the garbage collector, which sees only their handles. */
  const idle: Buffer[] = [];
  let block: Buffer = Buffer.allocUnsafeSlow(blockBytes);
  let filled = 0;
  const window = Buffer.allocUnsafeSlow(WINDOW);
  let dictionary: Buffer | undefined;

  const start = (isLast: boolean) => {
    const plain = block.subarray(0, filled);
    const finishFlush = isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    const packed = deflate(plain, {
      level,
      finishFlush,
      chunkSize: Math.max(blockBytes >> 4, 1024),
      ...(dictionary && { dictionary }),
    });
    // It is awaited in its turn; until then a failure must not count as unhandled.
    packed.catch(() => {});
    running.push({ packed, block, plainBytes: plain.length });
    // zlib has taken its own copy of the one before.
    dictionary = window.subarray(0, plain.copy(window, 0, Math.max(0, plain.length - WINDOW)));
  };
  const next = async () => {
    const first = running.shift();
    if (!first) throw new Error('no block is being compressed');
    const packed = await first.packed;
    totals.packedBytes += packed.length;
    totals.packedOf += first.plainBytes;
    idle.push(first.block);
    return packed;
  };

  for await (const chunk of bytes) {
    totals.crc = crc32(chunk, totals.crc);
    totals.plainBytes += chunk.length;
    for (let from = 0; from < chunk.length; ) {
      const copied = chunk.copy(block, filled, from);
      filled += copied;
      from += copied;
      if (filled < blockBytes) continue;
      start(false);
      if (running.length >= concurrency) yield await next();
      block = idle.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
      filled = 0;
    }
  }
  start(true);
  while (running.length > 0) yield await next();
}
