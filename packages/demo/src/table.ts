import type { ColumnType } from './column-type.ts';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly required: boolean;
}

/** A table of the demo data, apart from any database. */
export interface Table {
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly Column[];
  /** Primary key. */
  readonly key: readonly string[];
  /** Column → the table whose one-column key it names. */
  readonly references: Readonly<Record<string, string>>;
  /** Columns with an index of their own, besides the key. */
  readonly indexes: readonly string[];
  /** Column → comment, where its name does not say it. */
  readonly comments: Readonly<Record<string, string>>;
}

interface TableOptions {
  readonly comment: string;
  /** Default `['id']`. */
  readonly key?: readonly string[];
  readonly references?: Readonly<Record<string, string>>;
  readonly indexes?: readonly string[];
  readonly comments?: Readonly<Record<string, string>>;
}

/** A column's type as the list of tables writes it: with `!` behind it the column is never NULL. */
export type WrittenType = ColumnType | `${ColumnType}!`;

/** Makes a table of `{column: 'type'}` or `{column: 'type!'}`. */
export const table = (
  name: string,
  columns: Readonly<Record<string, WrittenType>>,
  { comment, key = ['id'], references = {}, indexes = [], comments = {} }: TableOptions,
): Table => ({
  name,
  comment,
  columns: Object.entries(columns).map(([column, written]) => ({
    name: column,
    type: written.replace('!', '') as ColumnType,
    required: written.endsWith('!'),
  })),
  key,
  references,
  indexes,
  comments,
});
