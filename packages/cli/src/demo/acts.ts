/** What the demo runs, in order, and what each shows. */
export interface Act {
  readonly export: string;
  readonly title: string;
}

export const PREVIEWED = 'daily-sales';

export const ACTS: readonly Act[] = [
  {
    export: 'daily-sales',
    title: "yesterday's sales as Excel in Vienna wants them, e-mail addresses hashed, with a manifest",
  },
  {
    export: 'newsletter-audience',
    title: 'an audience for the mailing system; a trigger file says when it is complete',
  },
  { export: 'revenue-by-store', title: 'one line for each store and channel, to two destinations' },
  { export: 'customer-changes', title: 'whoever changed since the last run, as gzipped NDJSON' },
  { export: 'customer-changes', title: 'once more: nothing changed since, so nothing is sent' },
  { export: 'business-bills', title: "last month's bills, zipped, with both ends of the window in the name" },
  { export: 'product-list', title: 'pipes between the values' },
  { export: 'customer-fields', title: 'and JSON' },
];
