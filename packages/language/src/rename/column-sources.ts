import { templateOf, valueAt } from '../hover/said.ts';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Occurrence } from '../meaning/occurrences.ts';

const LISTS = { fields: 'from', kpis: 'kpi', dimensions: 'dimension' } as const;

/**
 * Whether a text of `remove` or `checks.nulls` names a column by what it comes from. Otherwise it is a header, and
 * headers stay as they are.
 */
export function namesSource(
  document: LanguageDocument,
  { path, text }: Occurrence,
  workspace: LanguageWorkspace,
): boolean {
  const template = templateOf(document, workspace)?.parsed.yaml.value as Record<string, unknown> | undefined;
  const own = path[0] === 'remove' ? [] : [valueAt(document, []), valueAt(document, ['add'])];
  const holders = [template, ...own].filter(holder => holder !== null && typeof holder === 'object');
  return holders.some(holder =>
    Object.entries(LISTS).some(([list, source]) => {
      const items = (holder as Record<string, unknown>)[list];
      if (items === 'all') return true;
      return (
        Array.isArray(items) &&
        items.some(
          item => item === 'all' || item === text || (item as Record<string, unknown> | null)?.[source] === text,
        )
      );
    }),
  );
}
