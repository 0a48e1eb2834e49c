import type { ModelInfo, TemplateInfo } from '../catalog.ts';
import type { FieldChoice, FieldsChoice } from '../draft-state.ts';

/** What of its template an export leaves out (D8): chosen from a list, written as `remove` has it. Pure. */

type ListKey = 'fields' | 'kpis' | 'dimensions';
const SOURCE = { fields: 'from', kpis: 'kpi', dimensions: 'dimension' } as const;

interface Item {
  /** In options: its place. */
  readonly id: string;
  readonly source: string | undefined;
  readonly header: string;
  /** For people. */
  readonly name: string;
}

type Written = Readonly<Record<string, unknown>>;

/** Items of the template's list; `all` stands for each standard field. */
export function templateItems(template: TemplateInfo, key: ListKey, model: ModelInfo | undefined): readonly Item[] {
  const list = template.definition[key];
  const written: readonly Written[] =
    list === 'all' ? [{ from: 'all' }] : ((list ?? []) as unknown as readonly Written[]);
  return written
    .flatMap(item => (item.from === 'all' ? (model?.standard ?? []).map((from): Written => ({ from })) : [item]))
    .map((item, index) => {
      const source = item[SOURCE[key]] as string | undefined;
      const header = (item.to as string | undefined) ?? source ?? String(item.aggregate ?? '');
      return {
        id: String(index),
        source,
        header,
        name: header === source || source === undefined ? header : `${header} (${source})`,
      };
    });
}

type Removed<K extends ListKey> = K extends 'fields'
  ? FieldsChoice
  : readonly (K extends 'kpis'
      ? { readonly kpi: string; readonly to?: string }
      : { readonly dimension: string; readonly to?: string })[];

const listed = (removed: unknown): readonly Written[] =>
  removed === 'all' ? [{ from: 'all' }] : ((removed ?? []) as readonly Written[]);

/** Ids of the items that are left out. */
export function leftOut<K extends ListKey>(
  template: TemplateInfo,
  key: K,
  removed: Removed<K> | undefined,
  model: ModelInfo | undefined,
): readonly string[] {
  const items = templateItems(template, key, model);
  const gone = listed(removed).flatMap(item => matching(items, item, key));
  return items.filter(item => gone.includes(item)).map(({ id }) => id);
}

/** As the engine finds them: a bare name is a source, or else a header; with both, both have to be right. */
function matching(items: readonly Item[], wanted: Written, key: ListKey): readonly Item[] {
  const source = wanted[SOURCE[key]] as string | undefined;
  const to = wanted.to as string | undefined;
  if (to !== undefined)
    return items.filter(item => item.header === to && (source === undefined || item.source === source));
  const bySource = items.filter(item => item.source === source);
  return bySource.length > 0 ? bySource : items.filter(item => item.header === source);
}

/** `remove` for what is chosen now; what was left out before and still is stays as it was written. */
export function leaveOut<K extends ListKey>(
  template: TemplateInfo,
  key: K,
  removed: Removed<K> | undefined,
  chosen: readonly string[] | undefined,
  model: ModelInfo | undefined,
): Removed<K> | undefined {
  const before = leftOut(template, key, removed, model);
  if (chosen === undefined || (chosen.length === before.length && chosen.every(id => before.includes(id))))
    return removed;
  const items = templateItems(template, key, model);
  const kept = listed(removed).filter(item => matching(items, item, key).every(({ id }) => chosen.includes(id)));
  const covered = kept.flatMap(item => matching(items, item, key));
  const fresh = items
    .filter(item => chosen.includes(item.id) && !covered.includes(item))
    .map(item => naming(item, items, key));
  return [...kept, ...fresh] as unknown as Removed<K>;
}

/** By its source where that names it alone. */
function naming({ source, header }: Item, items: readonly Item[], key: ListKey): FieldChoice | Written {
  const alone = items.filter(item => item.source === source).length === 1;
  if (source !== undefined && alone) return { [SOURCE[key]]: source };
  return source === undefined ? { to: header } : { [SOURCE[key]]: source, to: header };
}
