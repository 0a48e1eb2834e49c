/** Databases of any shape, for properties: names that are hard on YAML, JavaScript and paths among them. */
import fc from 'fast-check';
import type { ColumnKind, ColumnShape, DatabaseShape, TableShape } from '../../src/introspect/database-shape.ts';

const HARD_NAMES = [
  ...[
    'id',
    'ID',
    'order',
    'all',
    'custom',
    'extended',
    'yes',
    'no',
    'on',
    'null',
    'true',
    '~',
    '1',
    '1.5',
    '0x1F',
    '12:30',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '<<', '*a', '&a', '!tag', '- a', 'a: b', 'a #b', '{a}'],
  ...[
    'a.b',
    'a b',
    ' a ',
    'a"b',
    "a'b",
    'a`b',
    'a\\b',
    'a\nb',
    'a\tb',
    '',
    '漢字',
    'größe',
    'İ',
    '🎉',
    'e\u0301',
    '\u202eabc',
  ],
  ...[
    'customer_id',
    'customers',
    'customer',
    'CustomerID',
    'parent_id',
    'created_at',
    'updated_at',
    'email',
    'password',
  ],
  ...['x'.repeat(63), `${'x'.repeat(62)}y`, 'é'.repeat(31)],
];
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HARD_NAMES.filter(one => one !== '')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }) },
);
/** No database holds the character in a name or a comment. */
const withoutNul = (made: string): string => made.replaceAll('\0', '');
const text = fc.oneof(fc.constantFrom(...HARD_NAMES), fc.string({ unit: 'binary', maxLength: 30 }).map(withoutNul));
const KINDS: readonly ColumnKind[] = [
  ...(['text', 'integer', 'decimal', 'money', 'boolean', 'date', 'datetime'] as const),
  ...(['json', 'enum', 'other', 'nested', 'unfit'] as const),
];

const column = fc.record({
  name,
  databaseType: fc.constant('some type'),
  kind: fc.constantFrom(...KINDS),
  nullable: fc.boolean(),
  comment: fc.option(text, { nil: undefined }),
  values: fc.uniqueArray(text, { maxLength: 4 }),
  readable: fc.integer({ min: 0, max: 9 }).map(n => n > 0),
});

interface Draft {
  readonly table: TableShape;
  readonly links: readonly {
    readonly to: number;
    readonly from: readonly number[];
    readonly onto: readonly number[];
  }[];
}

const few = fc.array(fc.nat(9), { minLength: 1, maxLength: 3 });
const table: fc.Arbitrary<Draft> = fc
  .record({
    schema: fc.constantFrom('public', 'other', 'a.b'),
    name,
    kind: fc.constantFrom<TableShape['kind'][]>('table', 'view', 'partitioned table'),
    comment: fc.option(text, { nil: undefined }),
    columns: fc.uniqueArray(column, { selector: one => one.name, maxLength: 8 }),
    primary: fc.option(few, { nil: [] }),
    uniques: fc.array(few, { maxLength: 2 }),
    links: fc.array(fc.record({ to: fc.nat(9), from: few, onto: few }), { maxLength: 4 }),
    estimatedRows: fc.option(fc.nat(), { nil: undefined }),
    readable: fc.constant(true),
  })
  .map(({ primary, uniques, links, ...rest }) => ({
    table: {
      ...rest,
      primaryKey: columnsAt(rest.columns, primary),
      uniqueKeys: uniques.map(one => columnsAt(rest.columns, one)).filter(one => one.length > 0),
      foreignKeys: [],
    },
    links,
  }));

const columnsAt = (columns: readonly ColumnShape[], places: readonly number[]): string[] =>
  columns.length === 0 ? [] : [...new Set(places.map(place => columns[place % columns.length]?.name ?? ''))];

/** A database whose foreign keys lead to tables and columns that are there. */
export const anyDatabase: fc.Arbitrary<DatabaseShape> = fc
  .record({
    type: fc.constantFrom<DatabaseShape['type'][]>('postgres', 'duckdb'),
    drafts: fc.uniqueArray(table, {
      selector: ({ table: one }) => JSON.stringify([one.schema, one.name.toLowerCase()]),
      maxLength: 6,
    }),
  })
  .map(({ type, drafts }) => ({
    type,
    defaultSchema: 'public',
    tables: drafts.map(({ table: one, links }) => ({
      ...one,
      foreignKeys: links.flatMap(({ to, from, onto }) => {
        const other = drafts[to % drafts.length]?.table ?? one;
        const [columns, references] = [columnsAt(one.columns, from), columnsAt(other.columns, onto)];
        const length = Math.min(columns.length, references.length);
        return length === 0
          ? []
          : [
              {
                columns: columns.slice(0, length),
                schema: other.schema,
                table: other.name,
                references: references.slice(0, length),
              },
            ];
      }),
    })),
  }));
