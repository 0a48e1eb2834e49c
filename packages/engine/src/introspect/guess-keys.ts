import { WaybillError } from '../errors/index.ts';
import type { Source } from '../rows/index.ts';
import { ask } from './ask.ts';
import type { ColumnShape, DatabaseShape, TableShape } from './database-shape.ts';
import { safeName } from './names.ts';
import { singular } from './plural.ts';

/**
 * Rows of a table that are looked at to see whether a column tells them apart. Enough for nearly every table in whole,
 * and little enough that an import of large ones does not read them from end to end.
 */
const MOST_ROWS = 5_000_000;

/**
 * Keys for tables that declare none, as files and lakes have them: `id`, or `customer_id` of `customers`, where no value is empty
 * or comes twice. A wrong key would double rows wherever another table is related to it, so the rows themselves are asked.
 */
export async function withGuessedKeys(
  source: Source,
  shape: DatabaseShape,
  kinds: readonly TableShape['kind'][],
  signal: AbortSignal,
): Promise<DatabaseShape> {
  const tables: TableShape[] = [];
  for (const table of shape.tables) {
    const open = table.primaryKey.length === 0 && table.uniqueKeys.length === 0 && kinds.includes(table.kind);
    const found = open && table.readable ? await guessedKey(source, table, signal) : undefined;
    tables.push(found ? { ...table, ...found } : table);
  }
  return { ...shape, tables };
}

async function guessedKey(
  source: Source,
  table: TableShape,
  signal: AbortSignal,
): Promise<Pick<TableShape, 'primaryKey' | 'keyGuess'> | undefined> {
  const candidates = candidatesOf(table);
  if (candidates.length === 0) return undefined;
  const counted = await counts(source, table, candidates, signal);
  if (!counted) return undefined;
  const { rows, different } = counted;
  const key = candidates.find((_, i) => different[i] === rows);
  if (!key) return undefined;
  const seen =
    rows === 0
      ? 'by its name alone, since there are no rows'
      : rows < MOST_ROWS
        ? `by its name, and unique in all ${rows} rows`
        : `by its name, and unique in the ${rows} rows that were looked at; were it not in others, related rows would come twice`;
  return { primaryKey: [key.name], keyGuess: seen };
}

/** Columns that may be the key, by their names, the likelier first. */
function candidatesOf({ name, columns }: TableShape): readonly ColumnShape[] {
  const table = safeName(name, '');
  const names = [
    'id',
    'uuid',
    'guid',
    ...[singular(table), table].flatMap(of => [`${of}_id`, `${of}_uuid`, `${of}_guid`]),
  ];
  const likely = (column: ColumnShape) => names.indexOf(safeName(column.name, ''));
  return columns
    .filter(column => (column.kind === 'text' || column.kind === 'integer') && column.readable && likely(column) >= 0)
    .sort((a, b) => likely(a) - likely(b));
}

/** How many rows there are, and how many different values that are not empty; undefined where they cannot be read. */
async function counts(
  source: Source,
  { schema, name }: TableShape,
  columns: readonly ColumnShape[],
  signal: AbortSignal,
): Promise<{ readonly rows: number; readonly different: readonly number[] } | undefined> {
  const value = ({ name: column, kind }: ColumnShape) =>
    kind === 'text' ? `nullif(CAST(${quoted(column)} AS varchar), '')` : quoted(column);
  const asked = columns.map((_, i) => `CAST(count(DISTINCT c${i}) AS varchar)`);
  const sql = `SELECT CAST(count(*) AS varchar), ${asked.join(', ')}
FROM (SELECT ${columns.map((column, i) => `${value(column)} AS c${i}`).join(', ')} FROM ${quoted(schema)}.${quoted(name)} LIMIT ${MOST_ROWS}) AS t`;
  try {
    const [row = {}] = await ask(source, ['rows', ...columns.map((_, i) => `c${i}`)], sql, signal);
    const numbers = Object.values(row).map(Number);
    const [rows = 0, ...different] = numbers;
    return { rows, different };
  } catch (error) {
    // What cannot be read has no key; the import itself says what else is wrong with it.
    signal.throwIfAborted();
    if (error instanceof WaybillError && error.kind !== 'interrupted') return undefined;
    throw error;
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
