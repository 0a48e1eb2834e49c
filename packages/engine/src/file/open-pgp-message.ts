/**
 * The frame of an encrypted OpenPGP message (RFC 9580), streaming: AES-256 in CFB mode with the modification detection
 * code that every OpenPGP program reads (SEIPD version 1). Keys are openpgp.js's business (`public-key.ts`); its own
 * streams move a quarter of what these few packets do.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** Packet tags in the new format. */
const LITERAL = 0xcb;
const SEALED = 0xd2;
/** Head of the modification detection code: tag and its length, 20 bytes of SHA-1. */
const MDC_HEAD = Buffer.from([0xd3, 0x14]);

/** A packet of unknown length goes out in pieces of 2^18 bytes. */
const PIECE_BITS = 18;
const PIECE = 1 << PIECE_BITS;
const AES_BLOCK = 16;

/** Bytes of a session key for AES-256. */
export const SESSION_KEY_BYTES = 32;

/**
 * The message that follows the packets with the encrypted session key. Not compressed: archives are already.
 * @param sessionKey 32 random bytes, used for this message only.
 */
export function sealed(bytes: AsyncIterable<Buffer>, sessionKey: Uint8Array): AsyncGenerator<Buffer> {
  return packet(SEALED, encrypted(packet(LITERAL, literal(bytes)), sessionKey));
}

/** Binary data that says neither its name nor its time: both are the delivered file's own. */
async function* literal(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from([0x62, 0, 0, 0, 0, 0]);
  yield* bytes;
}

async function* encrypted(plain: AsyncIterable<Buffer>, sessionKey: Uint8Array): AsyncGenerator<Buffer> {
  const cipher = createCipheriv('aes-256-cfb', sessionKey, Buffer.alloc(AES_BLOCK));
  const digest = createHash('sha1');
  const seal = (chunk: Buffer): Buffer => {
    digest.update(chunk);
    return cipher.update(chunk);
  };
  // A random block, and its last two bytes again, by which readers notice a wrong key at once.
  const random = randomBytes(AES_BLOCK);
  yield Buffer.from([1]);
  yield seal(Buffer.concat([random, random.subarray(-2)]));
  for await (const chunk of plain) if (chunk.length > 0) yield seal(chunk);
  const head = seal(MDC_HEAD);
  yield Buffer.concat([head, cipher.update(digest.digest()), cipher.final()]);
}

/** A packet around a body whose length is known only at its end. */
async function* packet(tag: number, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from([tag]);
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of body) {
    let rest = chunk;
    while (heldBytes + rest.length >= PIECE) {
      const taken = PIECE - heldBytes;
      yield Buffer.from([0xe0 | PIECE_BITS]);
      yield* held;
      if (taken > 0) yield rest.subarray(0, taken);
      rest = rest.subarray(taken);
      held = [];
      heldBytes = 0;
    }
    // A copy: the chunk's memory may be used again.
    if (rest.length > 0) held.push(Buffer.from(rest));
    heldBytes += rest.length;
  }
  yield lengthOf(heldBytes);
  yield* held;
}

/** The length of the last piece, less than {@link PIECE}. */
function lengthOf(bytes: number): Buffer {
  if (bytes < 192) return Buffer.from([bytes]);
  if (bytes < 8384) return Buffer.from([((bytes - 192) >> 8) + 192, (bytes - 192) & 0xff]);
  const long = Buffer.from([0xff, 0, 0, 0, 0]);
  long.writeUInt32BE(bytes, 1);
  return long;
}
