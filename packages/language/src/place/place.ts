import type { KeyPath } from '@waybill/engine/definition';
import type { Range } from '../positions.ts';

/** What a position of a document is in, found without a parser, so that it is right while the document is not. */
export interface Place {
  /**
   * Keys and list positions that lead to what is written at the cursor: for `value` the path of that value, for `key` the
   * path of the mapping in which the key stands or is being typed.
   */
  readonly path: KeyPath;
  /**
   * `key`: in a key, or where one would begin. `value`: in a value, or where one would begin. `item`: at the beginning
   * of a list's item, where both a plain value and the first key of a mapping may stand; `path` ends in its position.
   */
  readonly at: 'key' | 'value' | 'item';
  /** The word under the cursor: all of the key, or of the plain or quoted value without its quotes. May be empty. */
  readonly word: {
    readonly text: string;
    readonly range: Range /** What of it stands before the cursor. */;
    readonly before: string;
  };
  /** The quote that encloses the word. */
  readonly quote: '"' | "'" | undefined;
  /** Whether it stands inside `[…]` or `{…}`. */
  readonly flow: boolean;
  /** Keys of the mapping that the place is in, with their values as written where they are plain; above and below the cursor. */
  readonly siblings: ReadonlyMap<string, string | undefined>;
  /** Columns by which the key, item or value is indented. */
  readonly indent: number;
  /** Whether a `:` follows the word already. */
  readonly colon: boolean;
}
