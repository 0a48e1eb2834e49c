import { isSeq } from 'yaml';
import type { ModelDefinition } from '../catalog/index.ts';
import { type Parsed, parseModel } from '../definition/parse-definition.ts';
import type { GuessedField, GuessedRelation } from './guessed.ts';
import { fieldLine, relationLine } from './model-text.ts';
import { labelOfValue } from './names.ts';
import { type Insertion, inserted, insertionAt, insertionInto, pairText, valueText } from './yaml-text.ts';

/** What a model file lacks. */
export interface Additions {
  readonly fields: readonly GuessedField[];
  readonly relations: readonly GuessedRelation[];
  /** Field of type enum → stored values. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/**
 * The file with the additions at the ends of its sections: every other byte stays, comments and order among them.
 * Undefined where that cannot be done, as with anchors: then it is for a person to write.
 */
export function mergeModel(parsed: Parsed<ModelDefinition>, additions: Additions): string | undefined {
  const { yaml } = parsed;
  const { fields, relations, values } = additions;
  const insertions: (Insertion | undefined)[] = [];
  if (fields.length > 0) insertions.push(insertionInto(yaml, 'fields', fields.map(fieldLine), ['table']));
  if (relations.length > 0)
    insertions.push(insertionInto(yaml, 'relations', relations.map(relationLine), ['extended', 'custom', 'fields']));
  for (const [field, stored] of Object.entries(values)) {
    const path = ['fields', field, 'values'];
    const items = isSeq(yaml.nodeAt(path))
      ? stored.map(value => valueText(value))
      : stored.map(value => pairText(value, labelOfValue(value)));
    insertions.push(insertionAt(yaml, path, items));
  }
  const found = insertions.filter(one => one !== undefined);
  if (found.length < insertions.length) return undefined;
  const text = inserted(yaml.text, inOneGo(found));
  return holds(parseModel(text).value, additions) ? text : undefined;
}

/** Two sections may be put in at one offset: then in the order in which they are listed. */
function inOneGo(insertions: readonly Insertion[]): Insertion[] {
  const byOffset = new Map<number, string>();
  for (const { offset, text } of insertions) byOffset.set(offset, (byOffset.get(offset) ?? '') + text);
  return [...byOffset].map(([offset, text]) => ({ offset, text }));
}

const holds = (model: ModelDefinition | undefined, { fields, relations, values }: Additions): boolean =>
  model !== undefined &&
  fields.every(field => Object.hasOwn(model.fields, field.name)) &&
  relations.every(relation => Object.hasOwn(model.relations ?? {}, relation.name)) &&
  Object.entries(values).every(([field, stored]) =>
    stored.every(value => Object.hasOwn(model.fields[field]?.values ?? {}, value)),
  );
