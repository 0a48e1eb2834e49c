/** Lines `from` (included) to `to` (not included) of the old text become these. */
export interface ChangedLines {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Cells of the table of common lines above which a block of lines is replaced as a whole. */
const LARGEST_TABLE = 4_000_000;

/** What has to change for one list of lines to become another, in as few lines as there is. */
export function changedLines(before: readonly string[], after: readonly string[]): readonly ChangedLines[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const old = before.slice(start, before.length - end);
  const wanted = after.slice(start, after.length - end);
  if (old.length === 0 && wanted.length === 0) return [];
  if (old.length * wanted.length > LARGEST_TABLE) return [{ from: start, to: start + old.length, lines: wanted }];

  const common = commonLengths(old, wanted);
  const width = wanted.length + 1;
  const changes: { from: number; to: number; lines: string[] }[] = [];
  let [i, j] = [0, 0];
  let open: (typeof changes)[number] | undefined;
  while (i < old.length || j < wanted.length) {
    if (i < old.length && j < wanted.length && old[i] === wanted[j]) {
      open = undefined;
      i++;
      j++;
      continue;
    }
    if (!open) {
      open = { from: start + i, to: start + i, lines: [] };
      changes.push(open);
    }
    const skipOld = i < old.length ? (common[(i + 1) * width + j] as number) : -1;
    const takeNew = j < wanted.length ? (common[i * width + j + 1] as number) : -1;
    if (skipOld >= takeNew) open.to = start + ++i;
    else open.lines.push(wanted[j++] as string);
  }
  return changes;
}

/** How many lines two tails have in common, at `[i * width + j]` for those that begin at `i` and `j`. */
function commonLengths(old: readonly string[], wanted: readonly string[]): Uint32Array {
  const width = wanted.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = wanted.length - 1; j >= 0; j--) {
      table[i * width + j] =
        old[i] === wanted[j]
          ? (table[(i + 1) * width + j + 1] as number) + 1
          : Math.max(table[(i + 1) * width + j] as number, table[i * width + j + 1] as number);
    }
  }
  return table;
}
