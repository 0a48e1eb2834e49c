import { z } from 'zod';
import { madeFilesSchema } from './made-files.ts';
import type { ReceiptDelivery } from './receipt.ts';

/**
 * The claim of a delivery (R2): exactly one counts for an export's occasion at a destination, whoever dies when. The
 * engine asks and tells a ledger at every step; whoever keeps it (the service, in its database) says no to an attempt
 * that lost its claim. What the ledger cannot stop, an attempt that was paused for long, finds nothing to put in place:
 * a later attempt takes the hidden files of the earlier ones away before it sends anything.
 */

const intentFileSchema = z.strictObject({
  name: z.string(),
  path: z.string().describe('Where it is to appear, in the folder of the destination, with the version that it got.'),
  location: z.string().describe('Full address, without secrets.'),
  bytes: z.int().nonnegative(),
  sha256: z.string().optional(),
  rows: z.int().nonnegative().optional(),
  verified: z.enum(['size', 'sha256', 'crc32']),
  stagedFor: z.string().describe('Path that its hidden name was made from.'),
  replaces: z
    .strictObject({ bytes: z.int().nonnegative(), modified: z.number().optional() })
    .nullable()
    .describe('What stood under the name before; null when it was free.'),
});

/** What is about to appear: everything is there under hidden names, verified. Survives JSON. */
export const deliveryIntentSchema = z.strictObject({
  attemptId: z.string().describe('Made the hidden names.'),
  files: z.array(intentFileSchema).min(1).describe('In the order in which they appear.'),
  companion: z
    .strictObject({ path: z.string(), text: z.string(), stagedFor: z.string() })
    .optional()
    .describe('Manifest or trigger, which appears last.'),
  made: madeFilesSchema,
});

export type DeliveryIntent = z.infer<typeof deliveryIntentSchema>;

/** What earlier attempts of the same occasion left in the ledger about one destination. */
export interface LedgerEntry {
  /** It is done: nothing is sent again. */
  readonly delivered?: ReceiptDelivery | undefined;
  /** Every call of `staging` by an earlier attempt, in any order. */
  readonly staged: readonly { readonly path: string; readonly attemptId: string }[];
  /** The last one that `publishing` told; with `delivered`, what was delivered. */
  readonly intent?: DeliveryIntent | undefined;
}

/**
 * Asked and told at every step of each destination, which goes by its name; where an export delivers to one more than
 * once, the others go by `NAME:PATH`, with the path as the definition has it. Whatever it throws stops the delivery to that destination, which
 * cleans up its own hidden files and rejects with the very same error; `runExport` does, too.
 */
export interface DeliveryLedger {
  /** Before anything else happens at the destination. Throws if this attempt may not go on. */
  begin(destination: string): Promise<LedgerEntry>;
  /** Before a hidden name is used. `path` is given back in {@link LedgerEntry.staged}; nobody else reads it. */
  staging(destination: string, path: string): Promise<void>;
  /**
   * Everything is there and verified, and about to appear. Throws if it may not. Called again, with the intent that
   * then counts, when a connection broke or a name was taken meanwhile.
   */
  publishing(destination: string, intent: DeliveryIntent): Promise<void>;
  /** All of it, companion included, is in place. The intent may be one of an earlier attempt. */
  delivered(destination: string, delivery: ReceiptDelivery, intent: DeliveryIntent): Promise<void>;
}
