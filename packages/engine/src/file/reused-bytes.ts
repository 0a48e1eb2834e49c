/** Bytes that a text is at first expected to take. */
const ROOM = 64 * 1024;

/**
 * Texts as UTF-8 in memory that is used again: what it gives is good until it is called the next time. Fresh buffers
 * would pile up, since the garbage collector sees little of what they take (X4).
 */
export function reusedBytes(): (text: string) => Buffer {
  let memory = Buffer.allocUnsafeSlow(ROOM);
  return text => {
    // No UTF-16 unit takes more than three bytes.
    if (memory.length < text.length * 3) memory = Buffer.allocUnsafeSlow(text.length * 3);
    return memory.subarray(0, memory.write(text));
  };
}
