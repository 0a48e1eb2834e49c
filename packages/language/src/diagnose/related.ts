import type { Problem } from '@waybill/engine/errors';
import { isMap, isScalar, isSeq, type Node, type Pair, visit } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Location } from '../positions.ts';

/** Another place that a problem is about. */
export interface Related {
  readonly location: Location;
  readonly message: string;
}

/** Where the other one is of two that are the same: a key, a header, a name, a model, a template. */
export function relatedTo(
  document: LanguageDocument,
  problem: Problem,
  { workspace, documents }: LanguageWorkspace,
): readonly Related[] {
  switch (problem.code) {
    case 'duplicate-key':
      return keyBefore(document, problem);
    case 'duplicate-header':
      return sameHeader(document, problem);
    case 'duplicate-name': {
      const files = workspace?.exportsNamed(problem.found ?? '') ?? [];
      const others = documents('export').filter(other => files.includes(other.file) && other.file !== document.file);
      return others.map(other => ({ location: placeOf(other, 'name'), message: 'The other export of this name.' }));
    }
    case 'duplicate-model':
      return twins(document, documents('model'), ['model'], 'The other model of this name.');
    case 'duplicate-template':
      return twins(document, documents('template'), ['template', 'release'], 'The other file of this release.');
    default:
      return [];
  }
}

/** Other files that say the same under all of these keys. */
function twins(
  document: LanguageDocument,
  others: readonly LanguageDocument[],
  keys: readonly string[],
  message: string,
): readonly Related[] {
  const said = ({ yaml }: LanguageDocument) => {
    const value = (yaml.value ?? {}) as Readonly<Record<string, unknown>>;
    return JSON.stringify(keys.map(key => value[key]));
  };
  const own = said(document);
  return others
    .filter(other => other.file !== document.file && said(other) === own)
    .map(other => ({ location: placeOf(other, keys[0] as string), message }));
}

function placeOf(document: LanguageDocument, key: string): Location {
  const { line = 1, column = 1, endLine = line, endColumn = column } = document.yaml.locate([key]);
  return {
    file: document.file,
    range: {
      start: { line: line - 1, character: column - 1 },
      end: { line: endLine - 1, character: endColumn - 1 },
    },
  };
}

function keyBefore(document: LanguageDocument, { place }: Problem): readonly Related[] {
  const at = document.offsetAt({ line: (place?.line ?? 1) - 1, character: (place?.column ?? 1) - 1 });
  let found: Node | undefined;
  visit(document.yaml.document, {
    Map: (_, map) => {
      const keys = map.items.map(item => (item as Pair).key).filter(isScalar);
      const own = keys.find(key => key.range?.[0] === at);
      found ??= own && keys.find(key => key.value === own.value && key !== own);
    },
  });
  return here(document, found, 'The first of the two.');
}

function sameHeader(document: LanguageDocument, { found, place }: Problem): readonly Related[] {
  const line = (place?.line ?? 1) - 1;
  const related: Related[] = [];
  for (const path of [['fields'], ['kpis'], ['dimensions'], ['add', 'fields']]) {
    const list = document.yaml.nodeAt(path);
    if (!isSeq(list)) continue;
    for (const item of list.items) {
      const name = isMap(item) ? (item.get('to') ?? item.get('from') ?? item.get('kpi')) : isScalar(item) && item.value;
      const [place] = name === found ? here(document, item as Node, 'The other column of this header.') : [];
      if (place && place.location.range.start.line !== line) related.push(place);
    }
  }
  return related;
}

function here(document: LanguageDocument, node: Node | undefined, message: string): readonly Related[] {
  if (!node?.range) return [];
  const [start, end] = node.range;
  return [{ location: { file: document.file, range: document.rangeAt(start, end) }, message }];
}
