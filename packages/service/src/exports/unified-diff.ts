import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

/** Lines around a change. */
const CONTEXT = 3;
/** Milliseconds that a diff may take. Only texts that have next to nothing in common come near. */
const LONGEST = 500;

export interface Side {
  /** `daily-sales, revision 2`. */
  readonly label: string;
  /** Empty where there is nothing. */
  readonly text: string;
}

/** What git and people read as a diff; empty when nothing differs (S4). */
export function unifiedDiff(before: Side, after: Side): string {
  if (before.text === after.text) return '';
  const labels = [label(before), label(after)] as const;
  const options = { context: CONTEXT, timeout: LONGEST };
  const patch = structuredPatch(...labels, before.text, after.text, undefined, undefined, options);
  return patch === undefined ? replaced(before, after) : formatPatch(patch, FILE_HEADERS_ONLY);
}

/** Where finding out what stayed would take too long: everything out, everything in. */
function replaced(before: Side, after: Side): string {
  const [out, into] = [linesOf(before.text), linesOf(after.text)];
  const range = (lines: readonly string[]) => `${lines.length === 0 ? 0 : 1},${lines.length}`;
  const lines = [
    `--- ${label(before)}`,
    `+++ ${label(after)}`,
    `@@ -${range(out)} +${range(into)} @@`,
    ...out.map(line => `-${line}`),
    ...into.map(line => `+${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

const label = ({ label: said, text }: Side): string => (text === '' ? '/dev/null' : said);

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
