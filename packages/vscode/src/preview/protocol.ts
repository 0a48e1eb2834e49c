/**
 * What the extension and the process of the preview say to each other (V6). Both sides check every message: a process of
 * another version is found out at once, not by what goes wrong later.
 */
import { z } from 'zod';

/** Rows of one preview at most: what a person looks through, and a table shows smoothly. */
export const MOST_ROWS = 1000;

export const previewAskedSchema = z.strictObject({
  /** Absolute path of the export. */
  file: z.string(),
  /** Texts that the editor holds unsaved, by absolute path. */
  unsaved: z.array(z.tuple([z.string(), z.string()])),
  rows: z.int().min(0).max(MOST_ROWS),
  /** Personal data as it is; masked otherwise. */
  showPersonalData: z.boolean(),
  /** A `waybill` that asks the source where this installation lacks the driver; undefined: the one on the PATH. */
  command: z.string().optional(),
});
export type PreviewAsked = z.infer<typeof previewAskedSchema>;

export const toProcessSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preview'), id: z.int(), asked: previewAskedSchema }),
  z.strictObject({ kind: z.literal('cancel'), id: z.int() }),
]);
export type ToProcess = z.infer<typeof toProcessSchema>;

/** What is waited for: the files of the workspace, the connection, the rows, the writing of the file. */
export const STEPS = ['checking', 'connecting', 'reading', 'writing'] as const;
export type Step = (typeof STEPS)[number];

/** A problem of the catalogue; its file as an absolute path, places from 1, the end exclusive. */
export const shownProblemSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  fix: z.string(),
  file: z.string().nullable(),
  /** The file as people call it: relative to the workspace. */
  shown: z.string().nullable(),
  line: z.int().nullable(),
  column: z.int().nullable(),
  endLine: z.int().nullable(),
  endColumn: z.int().nullable(),
});
export type ShownProblem = z.infer<typeof shownProblemSchema>;

/** What reads the bytes of a text format; other formats are not text. */
export const layoutSchema = z.strictObject({
  format: z.enum(['csv', 'psv', 'json', 'ndjson', 'parquet', 'xlsx']),
  encoding: z.enum(['utf-8', 'utf-8-bom', 'utf-16le']),
  /** Null where cells are not delimited. */
  delimiter: z.string().nullable(),
  /** Null where nothing is enclosed. */
  enclosure: z.string().nullable(),
  /** What ends a row. */
  newline: z.string(),
  header: z.boolean(),
  quote: z.enum(['needed', 'always']),
  nullToken: z.string(),
});
export type Layout = z.infer<typeof layoutSchema>;

export const previewResultSchema = z.strictObject({
  /** The export's name. */
  name: z.string(),
  columns: z.array(z.strictObject({ header: z.string(), type: z.string() })),
  /** Cells as text; null is NULL. */
  table: z.array(z.array(z.string().nullable())),
  /** The file's exact bytes with these rows. */
  bytes: z.instanceof(Uint8Array),
  layout: layoutSchema,
  /** The query of the real run, without the preview's limit. */
  sql: z.string(),
  /** Null without a window. */
  window: z
    .strictObject({
      by: z.string(),
      words: z.string(),
      /** Full instants in the window's zone; the end exclusive. `from` is null without a beginning. */
      from: z.string().nullable(),
      until: z.string(),
    })
    .nullable(),
  fileNames: z.array(z.string()),
  /** What a run does to the file after this: split, archive, encryption, in words. */
  later: z.array(z.string()),
  /** The schedule in words, and its next firings. */
  schedule: z.strictObject({
    words: z.string(),
    firings: z.array(z.strictObject({ time: z.string(), covers: z.string() })),
  }),
  /** Rows of the real run as the database estimates them; null where it does not. */
  estimatedRows: z.number().nullable(),
  /** Whether these are all rows that a run has now. */
  complete: z.boolean(),
  /** Headers of columns that are masked here and would not be in the file. */
  masked: z.array(z.string()),
  /** Values of the catalog's fields that it shows as they are stored, by `model.field`; of personal data never. */
  samples: z.record(z.string(), z.array(z.string())),
  warnings: z.array(shownProblemSchema),
  /** What is not as it would be, in sentences. */
  notes: z.array(z.string()),
});
export type PreviewResult = z.infer<typeof previewResultSchema>;

export const fromProcessSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('step'), id: z.int(), step: z.enum(STEPS) }),
  z.strictObject({ kind: z.literal('result'), id: z.int(), result: previewResultSchema }),
  z.strictObject({ kind: z.literal('problems'), id: z.int(), problems: z.array(shownProblemSchema) }),
  /** Asked to, and nothing runs any more. */
  z.strictObject({ kind: z.literal('cancelled'), id: z.int() }),
]);
export type FromProcess = z.infer<typeof fromProcessSchema>;
