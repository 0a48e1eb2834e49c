/** Bytes that there is room for at first. */
const ROOM = 64 * 1024;

export interface ReusedBytes {
  /** Adds a text as UTF-8. */
  add(text: string): void;
  /** All that was added since the last time; good until something is added again. */
  take(): Buffer;
}

/**
 * Texts as bytes, in memory that is used again. Fresh buffers would pile up, since the garbage collector sees little of
 * what they take; so would a long text that is made of many, for its parts all live until it is written (X4).
 */
export function reusedBytes(): ReusedBytes {
  let memory = Buffer.allocUnsafeSlow(ROOM);
  let filled = 0;
  return {
    add(text) {
      // No UTF-16 unit takes more than three bytes.
      const most = filled + text.length * 3;
      if (most > memory.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, memory.length * 2));
        memory.copy(larger, 0, 0, filled);
        memory = larger;
      }
      filled += memory.write(text, filled);
    },
    take() {
      const bytes = memory.subarray(0, filled);
      filled = 0;
      return bytes;
    },
  };
}
