import { z } from 'zod';
import { fail } from '../errors/index.ts';

/**
 * What was imported before, by source and table, in `catalog/.imported.json`. It stands beside the model files and is
 * committed with them: only by it can a column that is new in the database be told from a field that somebody removed.
 */
export const RECORD_FILE = '.imported.json';

const ABOUT =
  'What `waybill catalog import` has read so far. Commit it: what you remove from a model file stays away because it is listed here.';

/** Type of the field that a column became, with the values of an enum; `left out` where it became none. */
const columnSchema = z.union([z.string(), z.strictObject({ enum: z.array(z.string()) })]);
/** As it stands there: a column may be called `__proto__`, which a record of zod would lose. */
const columnsSchema = z.custom<Readonly<Record<string, z.output<typeof columnSchema>>>>(
  value => isMapping(value) && Object.values(value).every(column => columnSchema.safeParse(column).success),
  'columns and their types',
);
const isMapping = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const tableSchema = z.strictObject({
  /** Name that the model had. */
  model: z.string(),
  columns: columnsSchema,
  /** Signatures, see guess-relations.ts. */
  relations: z.array(z.string()).default([]),
});
const recordSchema = z.strictObject({
  about: z.string().optional(),
  version: z.literal(1),
  sources: z.record(z.string(), z.record(z.string(), tableSchema)),
});

export type RecordedColumn = z.output<typeof columnSchema>;
export type RecordedTable = z.output<typeof tableSchema>;
/** Table (see `tableId`) → what was imported of it. */
export type RecordedTables = Readonly<Record<string, RecordedTable>>;
export interface ImportRecord {
  readonly sources: Readonly<Record<string, RecordedTables>>;
}

/** A column may be called like something that every object has. */
export const recordedColumn = (table: RecordedTable | undefined, column: string): RecordedColumn | undefined =>
  table && Object.hasOwn(table.columns, column) ? table.columns[column] : undefined;

/** @throws WaybillError when the text is no record. */
export function parseRecord(text: string | undefined, file: string): ImportRecord {
  if (text === undefined) return { sources: {} };
  let detail: string;
  try {
    const parsed = recordSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { sources: parsed.data.sources };
    detail = z.prettifyError(parsed.error).split('\n')[0] ?? '';
  } catch (error) {
    detail = (error as Error).message;
  }
  return fail('import-record-broken', { file, detail }, { place: { file } });
}

/** Names in order, so that two people's imports differ where the databases do. */
export function recordText(record: ImportRecord): string {
  const sources = sorted(record.sources, tables =>
    sorted(tables, ({ model, columns, relations }) => ({ model, columns, relations: [...new Set(relations)].sort() })),
  );
  return `${JSON.stringify({ about: ABOUT, version: 1, sources }, null, 2)}\n`;
}

const sorted = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(
    Object.entries(record)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, change(value)]),
  );
