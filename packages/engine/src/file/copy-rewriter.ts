/**
 * Rewrites canonical csv bytes (see CopyLayout) where the wanted file differs from what a database's own writer makes:
 * other newline, formula guard, no enclosure, cells enclosed without need. One pass over the bytes: no text is made of a
 * cell, so that a rewritten export stays near the speed of an untouched one.
 */
import { fail } from '../errors/index.ts';
import { GUARD } from './cell-rules.ts';

export interface RewriteRules {
  /** Byte of the delimiter, in and out. */
  readonly delimiter: number;
  /** Byte of the enclosure in the canonical bytes. */
  readonly enclosure: number;
  /** False for `enclosure: none`: cells lose theirs, and one that needs it is reported. */
  readonly keepEnclosure: boolean;
  /** Every cell that is not NULL is enclosed and stays so. */
  readonly quoteAll: boolean;
  readonly nullToken: Buffer;
  readonly newline: Buffer;
  /** For each column the first characters (ASCII) that the formula guard looks for; undefined where the guard is off. */
  readonly guarded: readonly string[] | undefined;
  /** Called, and must throw, for a cell that cannot be without enclosure. `row` from 1, `column` from 0. */
  readonly needsEnclosure: (row: number, column: number, cell: Buffer) => never;
}

export interface CopyRewriter {
  /** The output for the next bytes, which may be cut anywhere; what is undecided comes with a later call. */
  push(chunk: Buffer): Buffer;
  /** Checks that the last row is whole. */
  end(): void;
  /** Cells that the formula guard changed so far. */
  guardedCells(): number;
}

const LF = 0x0a;
const CR = 0x0d;
const GUARD_BYTE = GUARD.charCodeAt(0);
const EMPTY: Buffer = Buffer.alloc(0);

/** Where in a cell the next byte is. */
const START = 0;
/** In a cell without enclosure. */
const BARE = 1;
/** After the opening enclosure, before the first byte of the cell. */
const OPENED = 2;
const ENCLOSED = 3;
/** After an enclosure inside an enclosed cell: the next byte says whether it was doubled or the end. */
const CLOSING = 4;

export function copyRewriter(rules: RewriteRules): CopyRewriter {
  const { delimiter, enclosure, keepEnclosure, quoteAll, nullToken, guarded, needsEnclosure } = rules;
  const [newline0 = LF, newline1 = -1] = rules.newline;
  const hasNewline = newline0 === LF;
  /** Without work per column only enclosed cells matter, and the bytes between them are copied in long runs. */
  const sparse = keepEnclosure && guarded === undefined;
  /** A bit for each different set of characters that some column is guarded against. */
  const sets = [...new Set(guarded ?? [])].filter(starts => starts !== '');
  const formulaStart = new Uint8Array(256);
  for (const [i, starts] of sets.entries()) {
    for (const character of starts)
      formulaStart[character.charCodeAt(0)] = (formulaStart[character.charCodeAt(0)] ?? 0) | (1 << i);
  }
  const needsIt = new Uint8Array(256);
  for (const byte of [delimiter, LF, CR]) needsIt[byte] = 1;
  const guardedColumns = Uint8Array.from(guarded ?? [], starts => (starts === '' ? 0 : 1 << sets.indexOf(starts)));

  /** Between two calls: where in a cell and in which column the next byte is. */
  let nextState = START;
  let nextColumn = 0;
  let row = 1;
  let guardedCells = 0;
  /** The cell in hand: whether the guard changed it, and whether it holds a byte that needs an enclosure. */
  let isGuarded = false;
  let isNeeded = false;
  /** Output of the cell in hand that may still change. */
  let held: Buffer = EMPTY;
  let lastByte = LF;

  const equalsNull = (out: Buffer, from: number, to: number) =>
    to - from === nullToken.length && out.compare(nullToken, 0, nullToken.length, from, to) === 0;

  /** Whether the output of the cell in hand can still change with what follows. */
  const isUndecided = (state: number, length: number) =>
    state === BARE
      ? isGuarded && length - 1 <= nullToken.length
      : state !== START && !(keepEnclosure && (isNeeded || quoteAll));

  function push(chunk: Buffer): Buffer {
    const length = chunk.length;
    lastByte = chunk[length - 1] ?? lastByte;
    if (sparse && hasNewline && nextState === START && !chunk.includes(enclosure)) return chunk;
    // No byte becomes more than two: a newline, or the guard before the first of a cell.
    const out = Buffer.allocUnsafe(held.length + 2 * length + 4);
    out.set(held);
    // Local copies, which the loop reads and writes faster.
    let state = nextState;
    let column = nextColumn;
    let o = held.length;
    let cellStart = 0;
    let i = 0;
    /** Bytes outside enclosed cells are copied in runs: those from here to `i` are still to come. */
    let run = 0;
    while (i < length) {
      if (state === START) {
        if (sparse) {
          const next = chunk.indexOf(enclosure, i);
          i = next === -1 ? length : next;
          if (!hasNewline) {
            for (let end = chunk.indexOf(LF, run); end !== -1 && end < i; end = chunk.indexOf(LF, run)) {
              o += chunk.copy(out, o, run, end);
              out[o++] = newline0;
              if (newline1 !== -1) out[o++] = newline1;
              run = end + 1;
            }
          }
          if (next === -1) break;
        }
        const byte = chunk[i] as number;
        if (byte === enclosure) {
          o += chunk.copy(out, o, run, i);
          run = ++i;
          cellStart = o;
          if (keepEnclosure) out[o++] = enclosure;
          isGuarded = false;
          isNeeded = false;
          state = OPENED;
          continue;
        }
        if (((formulaStart[byte] as number) & (guardedColumns[column] as number)) !== 0 && byte !== delimiter) {
          o += chunk.copy(out, o, run, i);
          run = i;
          cellStart = o;
          out[o++] = GUARD_BYTE;
          isGuarded = true;
        }
        state = BARE;
      }
      if (state === BARE) {
        while (i < length) {
          const byte = chunk[i];
          if (byte === delimiter || byte === LF) break;
          i++;
        }
        if (i === length) break;
        if (isGuarded) {
          o += chunk.copy(out, o, run, i);
          run = i;
          isGuarded = false;
          // Bare and equal to the null token is NULL, which is no text.
          if (equalsNull(out, cellStart + 1, o)) {
            out.copyWithin(cellStart, cellStart + 1, o);
            o--;
          } else guardedCells++;
        }
      } else {
        if (state === OPENED) {
          const byte = chunk[i] as number;
          if (((formulaStart[byte] as number) & (guardedColumns[column] as number)) !== 0 && byte !== enclosure) {
            out[o++] = GUARD_BYTE;
            isGuarded = true;
            guardedCells++;
          }
          state = ENCLOSED;
        }
        if (state === ENCLOSED) {
          for (let byte = -1; i < length; i++) {
            byte = chunk[i] as number;
            if (byte === enclosure) break;
            if (needsIt[byte] === 1) isNeeded = true;
            out[o++] = byte;
          }
          run = i;
          if (i === length) break;
          run = ++i;
          state = CLOSING;
          if (i === length) break;
        }
        if (chunk[i] === enclosure) {
          run = ++i;
          out[o++] = enclosure;
          if (keepEnclosure) {
            out[o++] = enclosure;
            isNeeded = true;
          }
          state = ENCLOSED;
          continue;
        }
        const contentStart = keepEnclosure ? cellStart + 1 : cellStart;
        const stays = isNeeded || quoteAll || (!isGuarded && equalsNull(out, contentStart, o));
        if (!keepEnclosure) {
          if (stays) needsEnclosure(row, column, out.subarray(contentStart, o));
        } else if (stays) out[o++] = enclosure;
        else {
          out.copyWithin(cellStart, cellStart + 1, o);
          o--;
        }
        isGuarded = false;
      }
      // The byte that ended the cell.
      state = START;
      if (chunk[i++] === delimiter) column++;
      else {
        column = 0;
        row++;
        if (!hasNewline) {
          o += chunk.copy(out, o, run, i - 1);
          run = i;
          out[o++] = newline0;
          if (newline1 !== -1) out[o++] = newline1;
        }
      }
    }
    o += chunk.copy(out, o, run, i);
    const undecided = isUndecided(state, o - cellStart);
    if (state === BARE && isGuarded && !undecided) {
      // Already longer than the null token, so it is text.
      isGuarded = false;
      guardedCells++;
    }
    nextState = state;
    nextColumn = column;
    const decided = undecided ? cellStart : o;
    // A copy, so that a short rest does not keep the whole output alive.
    held = decided === o ? EMPTY : Buffer.from(out.subarray(decided, o));
    return out.subarray(0, decided);
  }

  return {
    push,
    end() {
      if (nextState !== START || lastByte !== LF)
        fail('internal-fault', { detail: 'the rows of the database end inside a row' });
    },
    guardedCells: () => guardedCells,
  };
}
