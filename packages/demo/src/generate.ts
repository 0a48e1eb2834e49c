import type { DuckDBConnection } from '@duckdb/node-api';
import { createCalendar } from './calendar.ts';
import { duckDbType, ENUMS } from './column-type.ts';
import { createDice, DICE_MACROS, literal } from './dice.ts';
import { activityRows } from './rows/activity-rows.ts';
import { customerRows, ledgerRows, ledgers } from './rows/customer-rows.ts';
import { purchaseRows, purchases } from './rows/purchase-rows.ts';
import { prepare, type Recipe, type Step } from './rows/recipe.ts';
import { referenceRows } from './rows/reference-rows.ts';
import type { Table } from './table.ts';
import { TABLES } from './tables.ts';

/** What the demo data is made from. The same size, seed and day make the same rows everywhere. */
export interface DemoSize {
  /** How many customers; about ten bills for each, and everything else in proportion. 0 is allowed. */
  readonly customers: number;
  /** Another seed makes other rows of the same kind. A whole number. Default 1. */
  readonly seed?: number;
  /**
   * When the data ends: nothing happened later, and what happened on that day is fitted into what is over of it.
   * Default: the present, so that windows such as `last: 7 days` find rows.
   */
  readonly now?: Date;
}

export interface DemoProgress {
  /** The table that has just been filled. */
  readonly table: string;
  /** Its rows. */
  readonly rows: number;
  /** Steps done, of how many. */
  readonly done: number;
  readonly total: number;
}

export interface DemoWatch {
  /** Aborting cancels the statement that runs and leaves nothing behind. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DemoProgress) => void;
}

/** How many rows each table has. */
export type DemoRows = ReadonlyMap<string, number>;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

const createRecipe = ({ customers, seed = 1, now = new Date() }: DemoSize): Recipe => {
  if (!Number.isSafeInteger(customers) || customers < 0) {
    throw new RangeError(`The number of customers must be a whole number from 0, not ${customers}.`);
  }
  return {
    dice: createDice(seed),
    calendar: createCalendar(now),
    customers,
    stores: clamp(12 + Math.floor(customers / 250), 12, 400),
    products: clamp(60 + Math.floor(customers / 50), 60, 2000),
  };
};

const createTable = ({ name, columns, key, comment, comments }: Table): readonly Step[] => {
  const lines = columns.map(
    ({ name: column, type, required }) => `"${column}" ${duckDbType(type, 'loyalty')}${required ? ' not null' : ''}`,
  );
  return [
    prepare(`create table loyalty.${name} (${[...lines, `primary key (${key.join(', ')})`].join(', ')})`),
    prepare(`comment on table loyalty.${name} is ${literal(comment)}`),
    ...Object.entries(comments).map(([column, text]) =>
      prepare(`comment on column loyalty.${name}."${column}" is ${literal(text)}`),
    ),
  ];
};

const schemaSteps = (): readonly Step[] => [
  prepare('create schema loyalty'),
  ...Object.entries(ENUMS).map(([name, values]) =>
    prepare(`create type loyalty.${name} as enum (${values.map(literal).join(', ')})`),
  ),
  ...TABLES.flatMap(createTable),
];

const rowSteps = (recipe: Recipe): readonly Step[] => [
  ...referenceRows(recipe),
  ...purchases(recipe),
  ...ledgers(recipe),
  ...customerRows(recipe),
  ...purchaseRows(recipe),
  ...ledgerRows(recipe),
  ...activityRows(recipe),
];

/** Makes the schema `loyalty` and all its rows in an empty DuckDB database. */
export const generate = async (
  connection: DuckDBConnection,
  size: DemoSize,
  { signal, onProgress }: DemoWatch,
): Promise<DemoRows> => {
  const recipe = createRecipe(size);
  const setUp = ["set TimeZone = 'UTC'", ...DICE_MACROS].map(prepare);
  const steps = [...setUp, ...schemaSteps(), ...rowSteps(recipe)];
  const rows = new Map<string, number>();
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    for (const [index, step] of steps.entries()) {
      signal?.throwIfAborted();
      const result = await connection.run(step.sql);
      if (step.table !== undefined) {
        rows.set(step.table, result.rowsChanged);
        onProgress?.({ table: step.table, rows: result.rowsChanged, done: index + 1, total: steps.length });
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
  return rows;
};
