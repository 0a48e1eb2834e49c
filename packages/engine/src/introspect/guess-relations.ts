import { type FieldType, RESERVED_NAMES } from '../catalog/index.ts';
import { type ForeignKeyShape, type TableShape, tableId } from './database-shape.ts';
import type { GuessedField, GuessedRelation, KnownModel, Note } from './guessed.ts';
import { safeName, unique } from './names.ts';
import { plural, singular } from './plural.ts';

/** A table that becomes a model, or is one, with the fields that it has then. */
export interface RelatedTable {
  readonly table: TableShape;
  readonly model: string;
  readonly fields: readonly GuessedField[];
  readonly known: KnownModel | undefined;
}

/** A foreign key between two models; `declared` is false for one that only the names tell. */
interface Link {
  readonly from: RelatedTable;
  readonly to: RelatedTable;
  readonly key: ForeignKeyShape;
  readonly declared: boolean;
  /** At most one entry of `from` belongs to one of `to`. */
  readonly single: boolean;
}

/** Types whose values can be equal. */
const FAMILIES: Readonly<Record<FieldType, string>> = {
  string: 'text',
  enum: 'text',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'day',
  datetime: 'instant',
  json: 'json',
};

/** Relations by model, both ways round (K5), and notes about those that only the names tell. */
export function guessRelations(tables: readonly RelatedTable[]): {
  readonly relations: ReadonlyMap<string, readonly GuessedRelation[]>;
  readonly notes: readonly Note[];
} {
  const byId = new Map(tables.map(one => [tableId(one.table), one]));
  const targets = tables.flatMap(targetOf);
  const links = tables.flatMap(from => linksOf(from, byId, targets));
  const notes: Note[] = [];
  const relations = new Map<string, GuessedRelation[]>();
  const namers = new Map(tables.map(one => [one.model, new Namer(one)]));

  const add = (own: RelatedTable, other: RelatedTable, link: Link, kind: 'one' | 'many', outward: boolean) => {
    const [mine, theirs] = outward ? [link.key.columns, link.key.references] : [link.key.references, link.key.columns];
    const signature = `${mine.join(', ')} ${outward ? '->' : '<-'} ${tableId(other.table)}(${theirs.join(', ')})`;
    const match = matchOf(own, mine, other, theirs);
    if (!match) return undefined;
    const present = own.known?.relations.find(relation => isSame(relation, kind, other.model, match));
    if (!present && own.known?.imported.has(signature)) return undefined;
    const name = present?.name ?? namers.get(own.model)?.name(link, outward, kind, links) ?? '';
    const list = relations.get(own.model) ?? [];
    list.push({ name, kind, target: other.model, match, signature, added: !present });
    relations.set(own.model, list);
    return present ? undefined : name;
  };

  for (const link of links) {
    const name = add(link.from, link.to, link, 'one', true);
    if (name !== undefined && !link.declared)
      notes.push({
        model: link.from.model,
        key: `relations.${name}`,
        text: `guessed from the names ${link.key.columns.join(', ')} and ${link.to.model}: the database declares no foreign key`,
      });
  }
  for (const link of links) add(link.to, link.from, link, link.single ? 'one' : 'many', false);
  return { relations, notes };
}

function linksOf(from: RelatedTable, byId: ReadonlyMap<string, RelatedTable>, targets: readonly Target[]): Link[] {
  const { table } = from;
  const keys = [table.primaryKey, ...table.uniqueKeys].filter(key => key.length > 0);
  const link = (key: ForeignKeyShape, declared: boolean): Link[] => {
    const to = byId.get(tableId({ schema: key.schema, name: key.table }));
    const single = keys.some(columns => columns.every(column => key.columns.includes(column)));
    return to ? [{ from, to, key, declared, single }] : [];
  };
  const seen = new Set<string>();
  const declared = table.foreignKeys.filter(key => {
    const text = JSON.stringify(key);
    return !seen.has(text) && seen.add(text);
  });
  const covered = new Set(declared.flatMap(key => key.columns));
  const byName = from.fields.flatMap(field => (covered.has(field.column) ? [] : keyByName(from, field, targets)));
  return [...declared.flatMap(key => link(key, true)), ...byName.flatMap(key => link(key, false))];
}

/** A table that one column names an entry of. */
interface Target {
  readonly table: TableShape;
  readonly names: ReadonlySet<string>;
  readonly key: GuessedField;
}

function targetOf({ table, fields }: RelatedTable): Target[] {
  const [column, ...more] = table.primaryKey;
  const key = fields.find(field => field.column === column);
  const name = safeName(table.name, '');
  return key && more.length === 0 ? [{ table, key, names: new Set([name, singular(name)]) }] : [];
}

/**
 * `customer_id` most likely names a row of `customers`, where that table's primary key is `id` or `customer_id`; a
 * guessed key was found to be unique too. Only a unique column will do: a wrong guess then joins nothing, but never doubles a row.
 */
function keyByName({ table }: RelatedTable, field: GuessedField, targets: readonly Target[]): ForeignKeyShape[] {
  const [, stem] = /^(.+?)_?(?:id|uuid|guid)$/.exec(field.name) ?? [];
  if (stem === undefined || field.spec.computed !== undefined) return [];
  const found = targets.find(
    ({ table: other, names, key }) =>
      other !== table &&
      other.schema === table.schema &&
      (names.has(stem) || names.has(plural(stem))) &&
      (/^(id|uuid|guid)$/.test(key.name) || key.name === field.name) &&
      FAMILIES[key.spec.type] === FAMILIES[field.spec.type],
  );
  if (!found) return [];
  const { schema, name } = found.table;
  return [{ columns: [field.column], schema, table: name, references: [found.key.column] }];
}

/** Pairs of fields, or undefined where one is missing, computed, or of another kind. */
function matchOf(
  own: RelatedTable,
  mine: readonly string[],
  other: RelatedTable,
  theirs: readonly string[],
): Record<string, string> | undefined {
  const pairs: [string, string][] = [];
  for (const [i, column] of mine.entries()) {
    const [a, b] = [fieldIn(own, column), fieldIn(other, theirs[i] ?? '')];
    if (!a || !b || a.computed || b.computed) return undefined;
    if (FAMILIES[a.type] !== FAMILIES[b.type] || a.type === 'json') return undefined;
    pairs.push([a.name, b.name]);
  }
  return Object.fromEntries(pairs);
}

/** As the file has it, where there is one: people may have declared another type. */
function fieldIn({ fields, known }: RelatedTable, column: string) {
  const present = known?.fields.get(column);
  if (present) return present;
  const field = fields.find(one => one.column === column);
  return field && { name: field.name, type: field.spec.type, computed: field.spec.computed !== undefined };
}

const isSame = (
  relation: KnownModel['relations'][number],
  kind: 'one' | 'many',
  target: string,
  match: Readonly<Record<string, string>>,
): boolean =>
  relation.kind === kind &&
  relation.target === target &&
  Object.keys(relation.match).length === Object.keys(match).length &&
  Object.entries(match).every(([own, other]) => relation.match[own] === other);

/** Names of one model's relations: none is also a field's. */
class Namer {
  readonly #taken: Set<string>;

  constructor({ fields, known }: RelatedTable) {
    this.#taken = new Set([...RESERVED_NAMES, ...(known?.names ?? []), ...fields.map(field => field.name)]);
  }

  name(link: Link, outward: boolean, kind: 'one' | 'many', all: readonly Link[]): string {
    const wished = outward ? roleOf(link) : backwards(link, kind, all);
    const choices = outward ? [wished, singular(link.to.model), `${wished}_${singular(link.to.model)}`] : [wished];
    const free = choices.find(choice => !this.#taken.has(choice));
    const name = free ?? `${wished}_entry`;
    return unique(/^\p{N}/u.test(name) ? `_${name}` : name, this.#taken);
  }
}

const ENDING = /_?(id|uuid|guid|key|code|no|nr|num|number|fk|ref|pk|sid|oid)$/;

/** What the other entry is to this one: `customer_id` → `customer`, `parent_id` → `parent`. */
function roleOf({ from, to, key }: Link): string {
  const own = singular(to.model);
  const roles = key.columns.map(column => {
    const name = from.fields.find(field => field.column === column)?.name ?? safeName(column, '');
    const role = name.replace(/^(id|fk)_/, '').replace(ENDING, '');
    return role === name ? '' : role;
  });
  const [first = ''] = roles;
  if (roles.length === 1) return first === '' ? own : first;
  if (roles.includes(own)) return own;
  // Of a key of several columns, what leads to the other's own id tells the role: the rest is what both belong to.
  const id = key.references.findIndex(column => /^(id|uuid|guid)$/i.test(column));
  return roles[id] || own;
}

/** What the entries of `from` are to one of `to`: `transactions`, `items` of transactions, `orders_by_payer`. */
function backwards(link: Link, kind: 'one' | 'many', all: readonly Link[]): string {
  const { from, to } = link;
  const parent = singular(to.model);
  const many = plural(from.model);
  // `order_items` are the items of an order; `order_2` is not the 2 of one.
  const isPart = from !== to && many.startsWith(`${parent}_`) && /^\p{L}/u.test(many.slice(parent.length + 1));
  const short = isPart ? many.slice(parent.length + 1) : many;
  const called = kind === 'one' ? singular(short) : short;
  const role = roleOf(link);
  if (from === to) return role === 'parent' ? 'children' : `${called}_by_${role}`;
  const several = all.filter(other => other.from === from && other.to === to).length > 1;
  return several && role !== parent ? `${called}_by_${role}` : called;
}
