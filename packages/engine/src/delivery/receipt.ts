import { z } from 'zod';

/**
 * The receipt of a run (X3): what was made and delivered, where, how much, and how to check it. Stored with the run,
 * shown everywhere, and sent beside the file as its manifest (X2).
 */

const instant = z.iso.datetime({ offset: true });

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const receiptFileSchema = z.strictObject({
  name: z.string().describe('File name, as a receiver sees it.'),
  bytes: z.int().nonnegative(),
  sha256: hash.optional().describe('SHA-256 of the file, hex.'),
  rows: z.int().nonnegative().describe('Data rows in the file, the header not counted.'),
});

export const receiptWindowSchema = z.strictObject({
  by: z.enum(['event_date', 'updated_at']),
  from: instant.nullable(),
  to: instant,
});

export const receiptColumnsSchema = z.array(z.strictObject({ header: z.string(), type: z.string() }));

export const receiptDeliverySchema = z.strictObject({
  destination: z.string().describe('Name of the destination.'),
  type: z.string().describe('Its type: `sftp`, `s3`, …'),
  files: z
    .array(
      z.strictObject({
        path: z.string().describe("Path in the destination's folder."),
        location: z.string().describe('Full address, without secrets.'),
        verified: z.enum(['size', 'sha256', 'crc32']).describe('What the arrived file was compared by.'),
        bytes: z.int().nonnegative().optional(),
        sha256: hash.optional(),
        rows: z.int().nonnegative().optional(),
      }),
    )
    .describe('In the order of the files above; each as it is at this destination.'),
  companion: z.string().nullable().describe('Address of the manifest or trigger file; null when none was asked for.'),
  attempts: z.int().positive(),
});

export const receiptSchema = z.strictObject({
  version: z.literal(1),
  export: z.string().describe('Name of the export.'),
  run: z.string().describe('Id of the run.'),
  status: z
    .enum(['success', 'skipped', 'quarantined'])
    .describe(
      '`skipped`: no rows, and the export says not to send then. `quarantined`: a check before delivery says no.',
    ),
  model: z.string(),
  timezone: z.string().describe('Zone of the definition, which dates in the file are in.'),
  window: receiptWindowSchema
    .nullable()
    .describe('Period that the rows are of, [from, to); null without a window, `from` null when it has no beginning.'),
  files: z.array(receiptFileSchema).describe('In order; more than one when the export was split.'),
  deliveries: z.array(receiptDeliverySchema).describe('One for each destination; none for download only.'),
  rows: z.int().nonnegative().describe('Data rows of all files.'),
  bytes: z.int().nonnegative().describe('Bytes of all files.'),
  columns: receiptColumnsSchema,
  guardedCells: z.int().nonnegative().describe('Cells that the formula guard changed.'),
  started: instant,
  finished: instant,
  seconds: z.number().nonnegative().describe('Duration of the run.'),
  warnings: z.array(z.string()),
  kept: z.array(z.string()).optional().describe('Where the files are kept for download, on the machine of the run.'),
});

export type Receipt = z.infer<typeof receiptSchema>;
export type ReceiptFile = z.infer<typeof receiptFileSchema>;
export type ReceiptDelivery = z.infer<typeof receiptDeliverySchema>;

/** What a receipt is made from; totals and duration are worked out. */
export interface ReceiptFacts
  extends Omit<Receipt, 'version' | 'rows' | 'bytes' | 'started' | 'finished' | 'seconds' | 'kept'> {
  readonly started: Date;
  readonly finished: Date;
  readonly kept?: readonly string[];
}

/** Makes the receipt. Its keys are always in the same order, so that the JSON of equal runs is equal. */
export function buildReceipt(facts: ReceiptFacts): Receipt {
  const { started, finished, kept, ...said } = facts;
  return receiptSchema.parse({
    ...said,
    version: 1,
    rows: said.files.reduce((sum, file) => sum + file.rows, 0),
    bytes: said.files.reduce((sum, file) => sum + file.bytes, 0),
    started: started.toISOString(),
    finished: finished.toISOString(),
    seconds: (finished.getTime() - started.getTime()) / 1000,
    ...(kept === undefined ? {} : { kept }),
  });
}

/** The text of a receipt or manifest file: indented JSON with a newline at its end. */
export function receiptText(receipt: Receipt): string {
  return `${JSON.stringify(receipt, undefined, 2)}\n`;
}
