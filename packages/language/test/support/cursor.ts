import type { Position } from '../../src/positions.ts';

/** A text with `|` where the cursor stands: the text without it, and its position. `\|` is a bar of the text. */
export function atCursor(marked: string): {
  readonly text: string;
  readonly position: Position;
  readonly offset: number;
} {
  const match = /(?<!\\)\|/.exec(marked);
  if (!match) throw new Error(`no | in ${JSON.stringify(marked)}`);
  const plain = (part: string) => part.replaceAll('\\|', '|');
  const before = plain(marked.slice(0, match.index));
  const text = before + plain(marked.slice(match.index + 1));
  const lines = before.split('\n');
  return {
    text,
    offset: before.length,
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  };
}
