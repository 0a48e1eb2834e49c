import { z } from 'zod';

/**
 * The receipt of a run (X3): what was delivered, where, how much, and how to check it. Stored with the run, shown
 * everywhere, and sent beside the file as its manifest.
 */

const instant = z.iso.datetime({ offset: true });

export const receiptFileSchema = z.strictObject({
  name: z.string().describe('File name, as a receiver sees it.'),
  path: z.string().describe("Path in the destination's folder."),
  location: z.string().describe('Full address, without secrets.'),
  bytes: z.int().nonnegative(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('SHA-256 of the file, hex.'),
  rows: z.int().nonnegative().optional().describe('Data rows in the file, headers not counted.'),
  verified: z.enum(['size', 'sha256', 'crc32', 'none']).describe('What the arrived file was compared by.'),
});

export const receiptSchema = z.strictObject({
  version: z.literal(1),
  export: z.string().describe('Name of the export.'),
  run: z.string().describe('Id of the run.'),
  model: z.string(),
  window: z
    .strictObject({ from: instant, to: instant })
    .nullable()
    .describe('Period that the rows are of, [from, to); null without a window.'),
  destination: z
    .strictObject({ name: z.string(), type: z.string(), attempts: z.int().positive() })
    .nullable()
    .describe('null: for download only.'),
  files: z.array(receiptFileSchema).describe('In order; more than one when the export was split.'),
  rows: z.int().nonnegative().describe('Data rows of all files.'),
  bytes: z.int().nonnegative().describe('Bytes of all files.'),
  columns: z.array(z.strictObject({ header: z.string(), type: z.string() })),
  guardedCells: z.int().nonnegative().describe('Cells that the formula guard changed.'),
  started: instant,
  finished: instant,
  seconds: z.number().nonnegative().describe('Duration of the run.'),
  warnings: z.array(z.string()),
});

export type Receipt = z.infer<typeof receiptSchema>;
export type ReceiptFile = z.infer<typeof receiptFileSchema>;

/** What a receipt is made from; totals and duration are worked out. */
export interface ReceiptFacts {
  readonly export: string;
  readonly run: string;
  readonly model: string;
  /** Half-open; instants with offset. */
  readonly window?: { readonly from: string; readonly to: string } | undefined;
  readonly destination?: { readonly name: string; readonly type: string; readonly attempts: number } | undefined;
  readonly files: readonly ReceiptFile[];
  /** Rows of the whole run; default: the sum over the files. */
  readonly rows?: number | undefined;
  readonly columns: readonly { readonly header: string; readonly type: string }[];
  readonly guardedCells?: number | undefined;
  readonly started: Date;
  readonly finished: Date;
  readonly warnings?: readonly string[] | undefined;
}

/** Makes the receipt. Its keys are always in the same order, so that the JSON of equal runs is equal. */
export function buildReceipt(facts: ReceiptFacts): Receipt {
  return receiptSchema.parse({
    version: 1,
    export: facts.export,
    run: facts.run,
    model: facts.model,
    window: facts.window === undefined ? null : { from: facts.window.from, to: facts.window.to },
    destination: facts.destination ?? null,
    files: facts.files,
    rows: facts.rows ?? facts.files.reduce((sum, f) => sum + (f.rows ?? 0), 0),
    bytes: facts.files.reduce((sum, f) => sum + f.bytes, 0),
    columns: facts.columns,
    guardedCells: facts.guardedCells ?? 0,
    started: facts.started.toISOString(),
    finished: facts.finished.toISOString(),
    seconds: (facts.finished.getTime() - facts.started.getTime()) / 1000,
    warnings: facts.warnings ?? [],
  });
}

/** The text of a receipt or manifest file: indented JSON with a newline at its end. */
export function receiptText(receipt: Receipt): string {
  return `${JSON.stringify(receipt, undefined, 2)}\n`;
}
