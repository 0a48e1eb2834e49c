import type { Field, FieldType, Model, ModelRelation } from '@waybill/engine/catalog';
import type { LanguageDocument } from '../language-document.ts';
import { topLevel } from '../meaning/top-level.ts';
import { type Surroundings, surroundingsOf } from '../place/place-at.ts';

const MODEL = Symbol('model');

/** A model as far as its file says it, found by lines: its names stay known while the file is being written. */
export const modelFromScan = (document: LanguageDocument): Model => document.once(MODEL, () => read(document));

function read(document: LanguageDocument): Model {
  const around = surroundingsOf(document);
  const top = topLevel(document);
  const name = top.get('model') ?? '';
  const label = top.get('label') ?? name;
  const key = around.textOf(['key']);
  const eventDate = top.get('event_date');
  const updatedAt = top.get('updated_at');
  const names = (section: string) => [...(around.siblingsOf([section])?.keys() ?? [])];
  const texts = (section: string, entry: string) => {
    const siblings = around.siblingsOf([section, entry]) ?? new Map<string, string | undefined>();
    return Object.fromEntries([...siblings].filter(([, value]) => value !== undefined));
  };
  return {
    name,
    label,
    ...(top.get('description') === undefined ? {} : { description: top.get('description') as string }),
    source: top.get('source') ?? '',
    table: (top.get('table') ?? name).split('.'),
    key: key === undefined ? around.itemsOf(['key']).filter(item => item !== undefined) : [key],
    ...(eventDate === undefined ? {} : { eventDate }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    fields: fieldsOf(around, 'fields', 'standard'),
    custom: fieldsOf(around, 'custom', 'custom'),
    extended: fieldsOf(around, 'extended', 'extended'),
    relations: relationsOf(around),
    // Their words only: what they lead to is looked up where it is needed.
    predicates: new Map(names('predicates').map(p => [p, texts('predicates', p) as never])),
    kpis: new Map(names('kpis').map(k => [k, texts('kpis', k) as never])),
    dimensions: around.itemsOf(['dimensions']).filter(item => item !== undefined),
    file: document.file,
  };
}

function fieldsOf(around: Surroundings, section: string, group: Field['group']): ReadonlyMap<string, Field> {
  const names = [...(around.siblingsOf([section]) ?? [])];
  return new Map(names.map(([name, type]) => [name, fieldOf(around, section, group, name, type)]));
}

function fieldOf(
  around: Surroundings,
  section: string,
  group: Field['group'],
  name: string,
  short: string | undefined,
): Field {
  const said = around.siblingsOf([section, name]);
  const values = around.siblingsOf([section, name, 'values']);
  const listed = around.itemsOf([section, name, 'values']).filter(item => item !== undefined);
  const description = said?.get('description');
  const computed = said?.get('computed');
  return {
    name,
    path: group === 'standard' ? name : `${group}.${name}`,
    group,
    type: (short ?? said?.get('type') ?? 'string') as FieldType,
    label: said?.get('label') ?? name,
    ...(description === undefined ? {} : { description }),
    ...(computed === undefined ? { column: said?.get('column') ?? name } : { computed }),
    ...(values || listed.length > 0
      ? {
          values: new Map(
            values ? [...values].map(([value, label]) => [value, label ?? value]) : listed.map(v => [v, v]),
          ),
        }
      : {}),
    identifier: said?.get('identifier') === 'true',
    pii: said?.get('pii') === 'true',
  };
}

function relationsOf(around: Surroundings): ReadonlyMap<string, ModelRelation> {
  const relations = new Map<string, ModelRelation>();
  for (const name of around.siblingsOf(['relations'])?.keys() ?? []) {
    const said = around.siblingsOf(['relations', name]);
    const one = said?.get('one');
    const target = one ?? said?.get('many');
    if (target === undefined) continue;
    const match = [...(around.siblingsOf(['relations', name, 'match']) ?? [])];
    const pairs = match.flatMap(([own, other]) => (other === undefined ? [] : [[own, other] as const]));
    relations.set(name, { name, kind: one === undefined ? 'many' : 'one', target, match: pairs });
  }
  return relations;
}
