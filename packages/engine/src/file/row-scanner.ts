/** Finds where rows end in delimited bytes (O4). */

export interface RowScanner {
  /**
   * The index after the end of the next row that ends at or after `from`, or -1 when none ends in this chunk. A chunk is
   * scanned from its start on, each call from where the last one ended; what is left open goes on in the next chunk.
   */
  next(chunk: Buffer, from: number): number;
}

/** @param enclosure doubled inside a cell, so that an even number of them stands before every end of a row. */
export function rowScanner(newline: number, enclosure: Buffer | undefined): RowScanner {
  if (enclosure === undefined) return { next: (chunk, from) => chunk.indexOf(newline, from) + 1 || -1 };
  return enclosure.length === 1 ? byByte(newline, enclosure[0] ?? 0) : bySequence(newline, enclosure);
}

function byByte(newline: number, enclosure: number): RowScanner {
  let inside = false;
  const nextEnclosure = lookUp(enclosure);
  return {
    next(chunk, from) {
      const enclosureAt = nextEnclosure(chunk, from);
      if (!inside) {
        const end = chunk.indexOf(newline, from);
        if (enclosureAt === -1 || (end !== -1 && end < enclosureAt)) return end + 1 || -1;
      }
      let is = inside;
      for (let i = from; i < chunk.length; i++) {
        const byte = chunk[i];
        if (byte === enclosure) is = !is;
        else if (byte === newline && !is) {
          inside = false;
          return i + 1;
        }
      }
      inside = is;
      return -1;
    },
  };
}

/** For an enclosure of several bytes. Chunks are never cut inside it: only whole rows come with such a one. */
function bySequence(newline: number, enclosure: Buffer): RowScanner {
  let inside = false;
  const nextEnclosure = lookUp(enclosure);
  return {
    next(chunk, from) {
      for (let at = from; ; ) {
        const enclosureAt = nextEnclosure(chunk, at);
        const end = inside ? -1 : chunk.indexOf(newline, at);
        if (end !== -1 && (enclosureAt === -1 || end < enclosureAt)) return end + 1;
        if (enclosureAt === -1) return -1;
        inside = !inside;
        at = enclosureAt + enclosure.length;
      }
    },
  };
}

/** The next place of a value in a chunk that is asked for from left to right, looked up once for many rows without it. */
function lookUp(value: number | Buffer): (chunk: Buffer, from: number) => number {
  let found = -1;
  return (chunk, from) => {
    if (from === 0 || (found !== -1 && found < from)) found = chunk.indexOf(value, from);
    return found;
  };
}
