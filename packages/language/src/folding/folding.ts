import type { LanguageDocument } from '../language-document.ts';

/** Lines that can be folded away below their first one. Lines count from 0. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly kind: 'comment' | 'region';
}

interface Opened {
  readonly line: number;
  /** Columns by which it is indented; the items of a list count as deeper than the key that they stand under. */
  readonly depth: number;
}

/** What can be folded (V5): keys and items with what is indented below them, and blocks of comments. Needs no parser. */
export function foldsOf({ lines }: LanguageDocument): readonly Fold[] {
  const folds: Fold[] = [];
  const open: Opened[] = [];
  let last = -1;
  let comment = -1;
  const close = (depth: number) => {
    for (let top = open.at(-1); top && top.depth >= depth; top = open.at(-1)) {
      open.pop();
      if (last > top.line) folds.push({ from: top.line, to: last, kind: 'region' });
    }
  };
  const endComment = (line: number) => {
    if (comment >= 0 && line - 1 > comment) folds.push({ from: comment, to: line - 1, kind: 'comment' });
    comment = -1;
  };
  for (const [line, text] of lines.entries()) {
    const indent = text.search(/\S/);
    if (indent < 0) {
      endComment(line);
      continue;
    }
    if (text[indent] === '#') {
      if (comment < 0) comment = line;
      continue;
    }
    endComment(line);
    // A closing bracket belongs to what it closes.
    const closing = /^[\]}]/.test(text.slice(indent));
    const depth = indent * 2 + (/^-(\s|$)/.test(text.slice(indent)) ? 1 : 0);
    close(closing ? depth + 1 : depth);
    last = line;
    if (!closing) open.push({ line, depth });
  }
  endComment(lines.length);
  close(0);
  return folds.sort((a, b) => a.from - b.from || b.to - a.to);
}
