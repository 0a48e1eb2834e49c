import { z } from 'zod';
import {
  daySchema,
  exportNameSchema,
  idSchema,
  instantSchema,
  pageQuery,
  problemSchema,
  scopeSchema,
  viaSchema,
} from './common.ts';

/** Exports, their revisions and their schedules (R6, S1–S4). */

export const EXPORT_STATUSES = ['pending', 'processing', 'finished', 'failed', 'active', 'inactive'] as const;
export const exportStatusSchema = z
  .enum(EXPORT_STATUSES)
  .describe(
    '`pending`: not run yet; `processing`: running; `finished`, `failed`: ran once; `active`: repeats; `inactive`: paused, or its schedule is over.',
  );
export type ExportStatus = z.infer<typeof exportStatusSchema>;

export const windowSchema = z
  .object({
    by: z.enum(['event_date', 'updated_at']),
    from: instantSchema.nullable().describe('First instant inside; null from the beginning on.'),
    to: instantSchema.describe('First instant that is no longer inside.'),
    words: z.string().describe('The same in plain words.'),
  })
  .meta({ id: 'Window' });
export type ApiWindow = z.infer<typeof windowSchema>;

export const firingSchema = z
  .object({
    at: instantSchema.describe('With the offset of the zone: `2026-03-29T03:00:00+02:00`.'),
    day: daySchema.describe('The day that the schedule names.'),
    window: z.object({ from: instantSchema.nullable(), to: instantSchema }).nullable(),
    problems: z.array(z.string()).optional().describe('Why the run would be refused.'),
  })
  .meta({ id: 'Firing' });

export const scheduleViewSchema = z
  .object({
    kind: z.enum(['now', 'at', 'repeated']),
    words: z.string().describe('The schedule in plain words.'),
    timezone: z.string(),
    firings: z.array(firingSchema).describe('The next five, as if it were not paused.'),
    paused: z.boolean(),
    pausedUntil: instantSchema.nullable(),
    nextAt: instantSchema.nullable().describe('When the service has next something to do for it.'),
  })
  .meta({ id: 'ScheduleView' });

export const exportSummarySchema = z
  .object({
    id: idSchema,
    name: exportNameSchema,
    description: z.string(),
    owner: z.string().nullable(),
    model: z.string(),
    status: exportStatusSchema,
    createdAt: instantSchema,
    createdBy: z.string(),
    createdVia: viaSchema,
    updatedAt: instantSchema,
    revision: z.int(),
    destinations: z.array(z.string()).describe('Where its file goes; none for download only.'),
    schedule: z.string().describe('In plain words.'),
    timezone: z.string().describe("The definition's zone, which people read its times in."),
    nextAt: instantSchema.nullable(),
    pausedUntil: instantSchema.nullable(),
    lastRun: z
      .object({ id: idSchema, status: z.string(), at: instantSchema, bytes: z.number().nullable() })
      .nullable()
      .describe('The run that was asked for last.'),
  })
  .meta({ id: 'ExportSummary' });
export type ExportSummary = z.infer<typeof exportSummarySchema>;

export const exportViewSchema = exportSummarySchema
  .extend({
    text: z.string().describe('The definition of the current revision, YAML.'),
    plan: scheduleViewSchema,
    lastSuccessUntil: instantSchema.nullable().describe('Where the next `since_last_success` begins.'),
  })
  .meta({ id: 'Export' });
export type ExportView = z.infer<typeof exportViewSchema>;

export const EXPORT_SORTS = ['name', 'created_at', 'status', 'model', 'creator', 'last_run', 'next_run'] as const;
export const listExportsQuery = z.object({
  search: z.string().max(200).optional().describe('Words that name or description hold, in any case.'),
  status: exportStatusSchema.optional(),
  model: z.string().optional(),
  id: idSchema.optional(),
  creator: z.string().optional(),
  destination: z.string().optional(),
  scope: scopeSchema.optional(),
  sort: z.enum(EXPORT_SORTS).optional().describe('Default `name`.'),
  order: z.enum(['asc', 'desc']).optional().describe('Default `asc`, for dates that are past `desc`.'),
  ...pageQuery,
});

/** A definition, for the documentation. */
const EXAMPLE = `version: 1
name: daily-sales
model: transactions
fields: [id, bill_number, amount]
filters: none
window: {by: event_date, previous: day}
deliver: {to: partner-sftp, path: "sales_%Y%m%d"}
schedule: {daily: {hours: [6], minutes: [30]}}
`;

export const checkBody = z.object({
  text: z
    .string()
    .max(1_000_000)
    .meta({ description: 'A definition, YAML.', examples: [EXAMPLE] }),
  file: z.string().max(500).optional().describe('Its path, for the places of problems.'),
  shape: z.boolean().optional().describe('Also ask the source for the columns. Default false.'),
});
export const checkResult = z
  .object({
    valid: z.boolean(),
    problems: z.array(problemSchema).describe('Errors and warnings, each at its place.'),
    name: z.string().nullable(),
    schedule: z.string().nullable().describe('In plain words.'),
    firings: z.array(firingSchema),
    fileNames: z.array(z.string()).describe('Names that a run now would give its file.'),
    columns: z.array(z.object({ header: z.string(), type: z.string() })).nullable(),
  })
  .meta({ id: 'Check' });

export const deployBody = z.object({
  text: z
    .string()
    .max(1_000_000)
    .meta({ description: 'The definition, YAML.', examples: [EXAMPLE] }),
  file: z.string().max(500).optional().describe('Its path, for the places of problems.'),
  note: z.string().max(1000).optional().describe('Why; kept with the revision.'),
  expectedRevision: z
    .int()
    .nonnegative()
    .optional()
    .describe('Refuse when the current revision is another one; 0: it must not exist yet.'),
  dryRun: z.boolean().optional().describe('Only say what would change.'),
});
export const deployResult = z
  .object({
    outcome: z.enum(['created', 'revised', 'unchanged']),
    dryRun: z.boolean(),
    revision: z.int().describe('The current one afterwards.'),
    diff: z.string().describe('Unified diff of the YAML; empty when nothing changes.'),
    changes: z.array(z.string()).describe('What changes, in plain words.'),
    warnings: z.array(problemSchema),
    export: exportViewSchema.nullable().describe('Null for a dry run of a new one.'),
    run: idSchema.nullable().describe('The run that was queued since the schedule is `now`.'),
  })
  .meta({ id: 'Deployed' });
export type DeployResult = z.infer<typeof deployResult>;

export const revisionSchema = z
  .object({
    number: z.int(),
    createdAt: instantSchema,
    createdBy: z.string(),
    createdVia: viaSchema,
    note: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'Revision' });
export const revisionViewSchema = revisionSchema.extend({ text: z.string() }).meta({ id: 'RevisionText' });
export const diffQuery = z.object({
  from: z.coerce.number().int().min(0).optional().describe('Default: the revision before `to`. 0: nothing.'),
  to: z.coerce.number().int().min(1).optional().describe('Default: the current one.'),
});
export const diffResult = z
  .object({ from: z.int(), to: z.int(), diff: z.string(), changes: z.array(z.string()) })
  .meta({ id: 'RevisionDiff' });

export const pauseBody = z.object({
  until: z
    .string()
    .optional()
    .meta({
      description:
        'A day, `2026-12-24`, from whose first instant it goes on, or an instant. Default: until it is resumed.',
      examples: ['2026-12-24', '2026-12-24T06:00:00Z'],
    }),
});

export const rescheduleBody = z.object({
  schedule: z.union([z.record(z.string(), z.unknown()), z.string()]).meta({
    description: 'As in a definition.',
    examples: [{ weekly: { days: ['monday', 'thursday'], at: ['06:30'] } }, { cron: '0 6 * * 1-5' }],
  }),
  note: z.string().max(1000).optional(),
  dryRun: z.boolean().optional(),
});

export const cloneBody = z.object({
  name: exportNameSchema.describe('Name of the new export.'),
  text: z.string().max(1_000_000).optional().describe('Its definition where more than the name differs.'),
  paused: z.boolean().optional().describe('Create it inactive. Default false.'),
  dryRun: z.boolean().optional(),
});

export const runBody = z.object({
  at: instantSchema.optional().describe('As if it ran at this instant. Default: now.'),
  day: daySchema.optional().describe("The run's day, which windows count from. Default: the day of `at`."),
  skipChecks: z.boolean().optional().describe('Deliver whatever the checks say. Default false.'),
});

export const backfillBody = z.object({
  from: daySchema.describe('First day, as the schedule names them.'),
  until: daySchema.describe('Last day, included.'),
  missingOnly: z.boolean().optional().describe('Only firings that no run succeeded for. Default true.'),
  confirm: z.boolean().optional().describe('With `missingOnly: false`: yes, deliver again what was delivered.'),
  dryRun: z.boolean().optional().describe('Only say how many runs that makes.'),
});
export const backfillResult = z
  .object({
    dryRun: z.boolean(),
    firings: z.array(
      z.object({
        at: instantSchema,
        day: daySchema,
        window: windowSchema.nullable(),
        state: z.enum(['missing', 'failed', 'delivered', 'waiting']).describe('How far its occasion is.'),
        run: idSchema.nullable().describe('The run that was queued for it.'),
      }),
    ),
    runs: z.int().describe('How many runs that makes.'),
    already: z.int().describe('How many were delivered before.'),
  })
  .meta({ id: 'Backfill' });
