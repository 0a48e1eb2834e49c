import { type Catalog, DATE_PARTS, type Model } from '@waybill/engine/catalog';
import { ALL_OPERATORS } from '@waybill/engine/definition';
import type { FieldGroup, Meaning } from './meaning.ts';
import { modelAfter } from './model-of.ts';
import type { Target, WordKind } from './target.ts';

/** A piece of a text and what it names, `offset` counted in the text. */
export interface NamedSegment {
  readonly text: string;
  readonly offset: number;
  /** Undefined where it names nothing that is known. */
  readonly target: Target | undefined;
  readonly word?: WordKind;
}

const GROUPS: readonly string[] = ['custom', 'extended'];

/** A text cut into what it names. Text that names nothing, such as a duration, has no segments. */
export function segmentsIn(meaning: Meaning, text: string, catalog: Catalog | undefined): readonly NamedSegment[] {
  const whole = (target: Target | undefined, word?: WordKind): readonly NamedSegment[] => [
    { text, offset: 0, target, ...(word === undefined ? {} : { word }) },
  ];
  switch (meaning.kind) {
    case 'model':
      return whole({ kind: 'model', name: text });
    case 'field':
      return meaning.all && text === 'all' ? whole(undefined, 'all') : pathSegments(catalog, meaning.model, text);
    case 'relation':
    case 'attribute':
      return pathSegments(catalog, meaning.model, text);
    case 'dimension':
      return pathSegments(catalog, meaning.model, text);
    case 'column':
      return columnSegments(catalog, meaning, text);
    case 'kpi':
      return whole(member(catalog, 'kpi', meaning.model, text));
    case 'predicate':
      return whole(member(catalog, 'predicate', meaning.model, text));
    case 'operator': {
      const model =
        meaning.attribute === undefined ? meaning.model : modelAfter(catalog, meaning.model, meaning.attribute);
      const predicate = member(catalog, 'predicate', model, text);
      return predicate || !ALL_OPERATORS.has(text) ? whole(predicate) : whole(undefined, 'operator');
    }
    case 'aggregation':
      return whole(undefined, 'aggregation');
    case 'source':
    case 'destination':
      return whole({ kind: meaning.kind, name: text });
    case 'template':
      return templateSegments(text);
    case 'key-file':
    case 'audience-file':
      return whole({ kind: meaning.kind, name: text });
    case 'definition':
      return whole(declared(meaning, text));
    default:
      return [];
  }
}

function declared(meaning: Extract<Meaning, { kind: 'definition' }>, name: string): Target | undefined {
  const { of, model } = meaning;
  switch (of) {
    case 'model':
    case 'source':
    case 'destination':
    case 'template':
      return { kind: of, name };
    case 'field':
      return model === undefined ? undefined : { kind: 'field', model, group: meaning.group ?? 'fields', name };
    case 'relation':
    case 'kpi':
    case 'predicate':
      return model === undefined ? undefined : { kind: of, model, name };
    default:
      return undefined;
  }
}

function member(
  catalog: Catalog | undefined,
  kind: 'kpi' | 'predicate',
  model: string | undefined,
  name: string,
): Target | undefined {
  const found = model === undefined ? undefined : catalog?.models.get(model);
  if (!found) return undefined;
  return found[kind === 'kpi' ? 'kpis' : 'predicates'].has(name) ? { kind, model: found.name, name } : undefined;
}

const templateSegments = (text: string): readonly NamedSegment[] => {
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const release = Number(text.slice(at + 1));
  return [
    { text: name, offset: 0, target: { kind: 'template', name } },
    ...(at < 0
      ? []
      : [{ text: text.slice(at + 1), offset: at + 1, target: { kind: 'release', template: name, release } as const }]),
  ];
};

/** `remove` and `checks.nulls` name a column by what it is or by its header; a header is no path. */
function columnSegments(
  catalog: Catalog | undefined,
  { of, model }: Extract<Meaning, { kind: 'column' }>,
  text: string,
): readonly NamedSegment[] {
  if (of === 'kpis' || of === 'any') {
    const target = member(catalog, 'kpi', model, text);
    if (target || of === 'kpis') return [{ text, offset: 0, target }];
  }
  if (text === 'all' && of === 'fields') return [{ text, offset: 0, target: undefined, word: 'all' }];
  const segments = pathSegments(catalog, model, text);
  return segments.every(({ target, word }) => target !== undefined || word !== undefined)
    ? segments
    : [{ text, offset: 0, target: undefined }];
}

/** A dotted path, each segment with what it names: relations on the way, then a field, then a part of a date. */
export function pathSegments(
  catalog: Catalog | undefined,
  start: string | undefined,
  path: string,
): readonly NamedSegment[] {
  let model: Model | undefined = start === undefined ? undefined : catalog?.models.get(start);
  let group: FieldGroup = 'fields';
  let offset = 0;
  let field: Target | undefined;
  return path.split('.').map((text): NamedSegment => {
    const at = { text, offset };
    offset += text.length + 1;
    if (field !== undefined) {
      return (DATE_PARTS as readonly string[]).includes(text)
        ? { ...at, target: undefined, word: 'date-part' }
        : { ...at, target: undefined };
    }
    if (!model) return { ...at, target: undefined };
    const relation = group === 'fields' ? model.relations.get(text) : undefined;
    if (relation) {
      const target: Target = { kind: 'relation', model: model.name, name: text };
      model = catalog?.models.get(relation.target);
      return { ...at, target };
    }
    if (group === 'fields' && GROUPS.includes(text)) {
      group = text as FieldGroup;
      return { ...at, target: undefined, word: 'group' };
    }
    if (!model[group].has(text)) {
      model = undefined;
      return { ...at, target: undefined };
    }
    field = { kind: 'field', model: model.name, group, name: text };
    return { ...at, target: field };
  });
}
