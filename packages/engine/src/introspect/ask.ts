import type { Source } from '../rows/index.ts';

/** The rows of a hand-written query whose columns are all texts, by their names. */
export async function ask<C extends string>(
  source: Source,
  columns: readonly C[],
  sql: string,
  signal: AbortSignal,
): Promise<Record<C, string | null>[]> {
  const query = {
    sql,
    columns: columns.map(header => ({ header, type: 'text' as const })),
    timezone: 'UTC',
    ordered: true,
    sessionSecrets: {},
  };
  const answers: Record<C, string | null>[] = [];
  for await (const batch of source.rows(query, signal))
    for (const row of batch)
      answers.push(Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])) as Record<C, string | null>);
  return answers;
}

/** A JSON list of texts as the queries give it; empty where there is none. */
export const listOf = (json: string | null): readonly string[] => (json === null ? [] : (JSON.parse(json) as string[]));

export const textOrNone = (text: string | null): string | undefined =>
  text === null || text.trim() === '' ? undefined : text.trim();

/** Puts rows together by a key, in the order of their first. */
export function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
