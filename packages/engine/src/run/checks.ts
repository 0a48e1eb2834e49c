import type { Checks } from '../definition/schema.ts';
import { type Problem, problem } from '../errors/index.ts';
import type { StoredTable } from '../rows/source.ts';

/** What a run leaves for the checks of later ones (O7). */
export interface RunFacts {
  readonly rows: number;
  /** Column → type of the tables that the export reads, as the database names them. */
  readonly sourceColumns: Readonly<Record<string, string>>;
}

/** What the checks look at in this run. */
export interface CheckedRun extends RunFacts {
  /** Field, as `checks.nulls` names it → entries whose stored value is empty. Only fields that are checked. */
  readonly emptyCells: Readonly<Record<string, number>>;
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

function columnsCheck(run: RunFacts, last: RunFacts | undefined): Problem[] {
  if (!last) return [];
  const now = run.sourceColumns;
  const then = last.sourceColumns;
  const changes = [
    ...Object.keys(then)
      .filter(name => !(name in now))
      .map(name => `${name} is gone`),
    ...Object.keys(now)
      .filter(name => !(name in then))
      .map(name => `${name} is new`),
    ...Object.keys(now)
      .filter(name => name in then && then[name] !== now[name])
      .map(name => `${name} was ${then[name]} and is ${now[name]}`),
  ];
  if (changes.length === 0) return [];
  return [problem('check-columns', { changes }, { place: { path: 'checks.columns' }, found: changes.join('; ') })];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The columns of all tables that a plan reads, for {@link RunFacts}. */
export function sourceColumnsOf(tables: readonly StoredTable[]): Record<string, string> {
  return Object.fromEntries(
    tables.flatMap(({ name, columns }) =>
      [...columns.values()].map(column => [`${name.join('.')}.${column.name}`, column.databaseType]),
    ),
  );
}
