import type { Colours } from '../io.ts';
import { visible } from './visible.ts';

/** A unified diff for people: what goes in red, what comes in green. */
export function diffLines(diff: string, { red, green, cyan, dim }: Colours): readonly string[] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .map(line => {
      const text = visible(line);
      if (line.startsWith('---') || line.startsWith('+++') || line.startsWith('\\')) return dim(text);
      if (line.startsWith('@@')) return cyan(text);
      if (line.startsWith('+')) return green(text);
      return line.startsWith('-') ? red(text) : text;
    });
}
