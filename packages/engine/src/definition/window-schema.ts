import { z } from 'zod';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;

const DAY = 'a day as "2026-12-01" or a `date:` expression';

/** D9, as written; `time/window.ts` says what it means on a run's day. */
export const windowSchema = z
  .strictObject({
    by: z
      .enum(['event_date', 'updated_at'])
      .optional()
      .describe('Which of the model’s two dates. Default `event_date`; with `mode: incremental` `updated_at`.'),
    last: z
      .string('a period as "7 days"')
      .min(1)
      .optional()
      .describe('So much before the run’s day: `7 days`, `2 weeks`, `3 months`, or real hours: `24 h`.'),
    previous: z.enum(PERIODS).optional().describe('The whole calendar period before the run’s.'),
    since_last_success: z.literal(true).optional().describe('From the end of the last successful run’s window.'),
    from: z.string(DAY).min(1).optional().describe('First day, or a `date:` expression. Alone: until now.'),
    to: z.string(DAY).min(1).optional().describe('The window ends where this day begins.'),
    include_today: z.boolean().optional().describe('Take in the run’s own day. Default false.'),
  })
  .describe('Which period the export covers.');
export type WindowSpec = z.infer<typeof windowSchema>;
