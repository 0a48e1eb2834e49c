import type { Checks } from '../definition/schema.ts';
import type { UsedColumn } from '../dialect/index.ts';
import { type Problem, problem } from '../errors/index.ts';
import type { StoredTable } from '../rows/source.ts';

/** What a run leaves for the checks of later ones (O7). */
export interface RunFacts {
  readonly rows: number;
  /** Column → type, as the database names them, of the columns that the export reads. */
  readonly sourceColumns: Readonly<Record<string, string>>;
  /**
   * Headers of the file, in order. Facts recorded before there were any are without: their `sourceColumns` are those of
   * whole tables, whether the export read them or not.
   */
  readonly outputColumns?: readonly string[];
}

/** What the checks look at in this run. */
export interface CheckedRun extends RunFacts {
  /** Field, as `checks.nulls` names it → entries whose stored value is empty. Only fields that are checked. */
  readonly emptyCells: Readonly<Record<string, number>>;
  /** Column → type of everything that the tables of the export have. */
  readonly storedColumns: Readonly<Record<string, string>>;
}

/** Row counts are compared with the median of so many last runs: one odd day must not move the measure. */
export const COMPARED_RUNS = 7;

/**
 * O7: what speaks against delivering a file. Empty when nothing does; the caller quarantines it otherwise.
 * @param before earlier successful runs, newest first; without any, only null rates can be checked.
 */
export function failedChecks(
  checks: Checks | undefined,
  run: CheckedRun,
  before: readonly RunFacts[],
): readonly Problem[] {
  if (!checks) return [];
  return [
    ...(checks.rows === undefined ? [] : rowsCheck(checks.rows, run.rows, before)),
    ...Object.entries(checks.nulls ?? {}).flatMap(([field, most]) => nullsCheck(field, most, run)),
    ...(checks.columns === undefined ? [] : columnsCheck(run, before[0])),
  ];
}

const percent = (text: string): number => Number.parseFloat(text);
const rounded = (share: number): number => Math.round(share * 10) / 10;

function rowsCheck(allowed: string, rows: number, before: readonly RunFacts[]): Problem[] {
  const counts = before.slice(0, COMPARED_RUNS).map(run => run.rows);
  if (counts.length === 0) return [];
  const usual = median(counts);
  const away = usual === 0 ? (rows === 0 ? 0 : Number.POSITIVE_INFINITY) : (100 * Math.abs(rows - usual)) / usual;
  if (away <= percent(allowed)) return [];
  const params = { rows, usual, runs: counts.length, allowed, away: Number.isFinite(away) ? rounded(away) : undefined };
  return [problem('check-rows', params, { place: { path: 'checks.rows' }, found: String(rows) })];
}

function nullsCheck(field: string, most: string, { rows, emptyCells }: CheckedRun): Problem[] {
  const empty = emptyCells[field] ?? 0;
  const share = rows === 0 ? 0 : (100 * empty) / rows;
  if (share <= percent(most)) return [];
  const params = { field, empty, rows, share: rounded(share), most };
  return [problem('check-nulls', params, { place: { path: `checks.nulls.${field}` }, found: `${rounded(share)} %` })];
}

/**
 * What the export uses must be as it was: a column that it read is gone or of another type, or the file has other
 * columns. What else the tables hold is nobody's concern here, and that a changed filter reads one more is no drift.
 */
function columnsCheck(run: CheckedRun, last: RunFacts | undefined): Problem[] {
  if (!last) return [];
  const changes = [...sourceChanges(run, last), ...outputChanges(run.outputColumns, last.outputColumns)];
  if (changes.length === 0) return [];
  return [problem('check-columns', { changes }, { place: { path: 'checks.columns' }, found: changes.join('; ') })];
}

function sourceChanges({ sourceColumns, storedColumns }: CheckedRun, last: RunFacts): string[] {
  const now = last.outputColumns === undefined ? sourceColumns : { ...storedColumns, ...sourceColumns };
  const used = Object.keys(last.sourceColumns).filter(name => last.outputColumns !== undefined || name in now);
  return [
    ...used.filter(name => !(name in now)).map(name => `${name} is gone`),
    ...used
      .filter(name => name in now && last.sourceColumns[name] !== now[name])
      .map(name => `${name} was ${last.sourceColumns[name]} and is ${now[name]}`),
  ];
}

function outputChanges(now: readonly string[] = [], then: readonly string[] | undefined): string[] {
  if (then === undefined) return [];
  const quoted = (name: string) => `"${name}"`;
  const changes = [
    ...then.filter(name => !now.includes(name)).map(name => `the file is without ${quoted(name)}`),
    ...now.filter(name => !then.includes(name)).map(name => `the file has ${quoted(name)} besides`),
  ];
  const moved = now.find((name, i) => name !== then[i]);
  if (changes.length > 0 || moved === undefined) return changes;
  return [`the columns of the file are in another order, from ${quoted(moved)} on`];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Column → type of whole tables. */
export function storedColumnsOf(tables: readonly StoredTable[]): Record<string, string> {
  return Object.fromEntries(
    tables.flatMap(({ name, columns }) =>
      [...columns.values()].map(column => [columnName(name, column.name), column.databaseType]),
    ),
  );
}

/** Column → type of those that a plan reads, for {@link RunFacts}. */
export function sourceColumnsOf(used: readonly UsedColumn[], tables: readonly StoredTable[]): Record<string, string> {
  const stored = storedColumnsOf(tables);
  const names = new Set(used.map(({ table, column }) => columnName(table, column)));
  return Object.fromEntries(Object.entries(stored).filter(([name]) => names.has(name)));
}

const columnName = (table: readonly string[], column: string): string => `${table.join('.')}.${column}`;
