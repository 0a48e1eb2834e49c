import type { Problem } from '../errors/index.ts';

/** Problems as they stand in the file, each once. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const unique = problems.filter(({ code, message, place }) => {
    const key = [code, message, place?.file, place?.line, place?.column].join('\0');
    return !seen.has(key) && seen.add(key);
  });
  return unique.sort((a, b) => {
    const byLine = (a.place?.line ?? 0) - (b.place?.line ?? 0);
    return byLine || (a.place?.column ?? 0) - (b.place?.column ?? 0);
  });
}
