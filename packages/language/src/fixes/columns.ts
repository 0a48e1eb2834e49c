import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import { insertPair, written } from './edits.ts';
import { findAt } from './find.ts';
import { type Fix, type FixContext, fixOf } from './fix.ts';

/** A header of its own for a column whose header another one has (D2). */
export function otherHeader(context: FixContext): readonly (Fix | undefined)[] {
  const { document, start, end } = context;
  const { item, list, flow } = findAt(document, start, end);
  if (!item?.range || !list) return [];
  const kpi = isMap(item) && item.has('kpi');
  const own = isScalar(item) ? String(item.value) : isMap(item) ? headerOf(item) : undefined;
  if (own === undefined || own === 'all') return [];
  const header = freeHeader(document, own);
  const title = `Add \`to: ${header}\``;
  if (isScalar(item)) {
    const [from, to] = item.range;
    const key = sectionOf(document, list) === 'kpis' ? 'kpi' : 'from';
    const newText = `{${key}: ${document.text.slice(from, to)}, to: ${written(header, true)}}`;
    // A dimension is a name alone.
    if (sectionOf(document, list) === 'dimensions') return [];
    return [fixOf(context, title, { range: document.rangeAt(from, to), newText }, { preferred: true })];
  }
  const map = item as YAMLMap;
  const said = map.get('to', true) as Node | undefined;
  if (said?.range) {
    const [from, to] = said.range;
    const newText = written(header, map.flow === true);
    const edit = { range: document.rangeAt(from, to), newText };
    return [fixOf(context, `Change to \`${header}\``, edit, { preferred: true })];
  }
  const order = [kpi ? 'kpi' : 'from', 'to'];
  const edit = insertPair(document, map, 'to', written(header, flow), order);
  return [fixOf(context, title, edit, { preferred: true })];
}

const headerOf = (item: YAMLMap): string | undefined => {
  const word = item.get('to') ?? item.get('from') ?? item.get('kpi') ?? item.get('aggregate');
  return word === undefined || word === null ? undefined : String(word);
};

/** The key under which a list stands. */
function sectionOf({ yaml }: LanguageDocument, list: unknown): string | undefined {
  return ['fields', 'kpis', 'dimensions'].find(key => yaml.nodeAt([key]) === list);
}

function freeHeader({ yaml }: LanguageDocument, header: string): string {
  const taken = new Set<string>();
  for (const path of [['fields'], ['kpis'], ['dimensions'], ['add', 'fields']]) {
    const list = yaml.nodeAt(path);
    if (!isSeq(list)) continue;
    for (const item of list.items) {
      const name = isScalar(item) ? String(item.value) : isMap(item) ? headerOf(item) : undefined;
      // Readers of parquet take headers that differ in their case for one.
      if (name !== undefined) taken.add(name.toLowerCase());
    }
  }
  for (let number = 2; ; number++) if (!taken.has(`${header} ${number}`.toLowerCase())) return `${header} ${number}`;
}
