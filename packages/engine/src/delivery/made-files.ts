import { z } from 'zod';
import { receiptColumnsSchema, receiptWindowSchema } from './receipt.ts';

const count = z.int().nonnegative();
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .optional();

/**
 * Files that a run has made, whole, and what is known about them: enough to deliver them later, as they are, and to
 * write the receipt, without asking the database again. Survives JSON.
 */
export const madeFilesSchema = z.strictObject({
  files: z
    .array(
      z.strictObject({
        part: z.int().positive().nullable().describe('From 1; null when the export is not split.'),
        name: z.string().describe('Its name where it is kept.'),
        path: z.string().describe('Where it is kept on this machine; absolute.'),
        bytes: count,
        sha256,
        rows: count.describe('Data rows in it, the header not counted.'),
      }),
    )
    .min(1)
    .describe('In order.'),
  rows: count.describe('Data rows of all files.'),
  guardedCells: count.describe('Cells that the formula guard changed.'),
  columns: receiptColumnsSchema,
  sourceColumns: z
    .record(z.string(), z.string())
    .describe('Column → type of what was read, which checks of later runs compare with (O7).'),
  window: receiptWindowSchema.nullable(),
  warnings: z.array(z.string()).describe('What a person should know about the files.'),
  started: z.iso.datetime({ offset: true }).describe('When the run that made them began.'),
});

export type MadeFiles = z.infer<typeof madeFilesSchema>;
