/** What the extension and the page of the panel say to each other. */
import { z } from 'zod';
import { MOST_ROWS, type PreviewResult, type ShownProblem, type Step } from '../protocol.ts';
import type { Content } from './content.ts';

/** Numbers of rows that the panel offers. */
export const ROW_CHOICES = [10, 50, 100, 500, MOST_ROWS] as const;

/** From the page; checked, since a page is text from outside of the extension. */
export const fromPageSchema = z.discriminatedUnion('kind', [
  /** It is there and has nothing yet. */
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('refresh') }),
  z.strictObject({ kind: z.literal('cancel') }),
  z.strictObject({ kind: z.literal('rows'), rows: z.int().min(1).max(MOST_ROWS) }),
  z.strictObject({ kind: z.literal('pin'), pinned: z.boolean() }),
  /** Asks to show personal data, or to mask it again. */
  z.strictObject({ kind: z.literal('personal'), show: z.boolean() }),
  z.strictObject({ kind: z.literal('copy'), what: z.enum(['table', 'file', 'sql']) }),
  z.strictObject({ kind: z.literal('openSql') }),
  z.strictObject({ kind: z.literal('save') }),
  /** The file that is previewed. */
  z.strictObject({ kind: z.literal('openExport') }),
  /** Where the problem of this position in the list is. */
  z.strictObject({ kind: z.literal('openProblem'), index: z.int().min(0) }),
  z.strictObject({ kind: z.literal('trust') }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;

/** What a page keeps of an export, for when the window is opened again. */
export const keptSchema = z.object({
  file: z.string(),
  pinned: z.boolean(),
  rows: z.int().min(1).max(MOST_ROWS),
});

/** A result as the page shows it. */
export type PageResult = Omit<PreviewResult, 'bytes'> & {
  readonly content: Content;
  readonly layoutWords: string;
  /** When it was made, in ms since 1970. */
  readonly at: number;
  /** Personal data as it is. */
  readonly personal: boolean;
};

/** Everything about the preview but its result. */
export interface PageStatus {
  /** Path of the export as people call it; undefined before one is shown. */
  readonly file: string | undefined;
  /** Its address, which the page keeps for when the window is opened again. */
  readonly uri: string | undefined;
  readonly rows: number;
  readonly pinned: boolean;
  readonly personal: boolean;
  /** What is waited for. */
  readonly step: Step | undefined;
  /** Why the result that is shown is not of the file as it is now. */
  readonly stale: 'no' | 'edited' | 'refreshing' | 'cancelled' | 'failed';
  readonly problems: readonly ShownProblem[];
  /** The workspace is not trusted: nothing is asked for. */
  readonly untrusted: boolean;
}

export type ToPage =
  | { readonly kind: 'status'; readonly status: PageStatus }
  /** Undefined: nothing is shown any more. */
  | { readonly kind: 'result'; readonly result: PageResult | undefined };
