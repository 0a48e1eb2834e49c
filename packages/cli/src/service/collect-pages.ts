/** How many items a list shows unless `--limit` or `--all` say otherwise. */
export const SHOWN = 50;
/** The largest page that the service gives. */
const LARGEST = 200;

export interface PageOptions {
  readonly limit?: number;
  readonly all?: boolean;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Asks for page after page until there are as many items as wanted (R6); `next` is null when there are no more. */
export async function collectPages<T>(
  { limit = SHOWN, all = false }: PageOptions,
  ask: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
): Promise<Page<T>> {
  const items: T[] = [];
  let next: string | null = null;
  do {
    const wanted: number = all ? LARGEST : Math.min(LARGEST, limit - items.length);
    const page: Page<T> = await ask({ limit: wanted, ...(next === null ? {} : { cursor: next }) });
    items.push(...page.items);
    next = page.next;
  } while (next !== null && (all || items.length < limit));
  return { items, next };
}
