import { receiptSchema } from '@waybill/engine/receipt';
import { z } from 'zod';
import {
  byteSchema,
  daySchema,
  exportNameSchema,
  idSchema,
  instantSchema,
  pageQuery,
  problemSchema,
  rowSchema,
  scopeSchema,
  viaSchema,
} from './common.ts';
import { windowSchema } from './exports.ts';

/** Runs (R1–R5, X3). */

export const RUN_STATUSES = [
  'queued',
  'processing',
  'success',
  'failed',
  'quarantined',
  'cancelled',
  'skipped',
] as const;
export const runStatusSchema = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const RUN_TRIGGERS = ['schedule', 'request', 'rerun', 'again', 'backfill'] as const;
export const runTriggerSchema = z
  .enum(RUN_TRIGGERS)
  .describe('`rerun` repairs a run that failed, `again` repeats one that did not, `backfill` fills in a range.');
export type RunTrigger = z.infer<typeof runTriggerSchema>;

export const progressSchema = z
  .object({
    step: z.enum(['reading', 'delivering']),
    rows: rowSchema,
    bytes: byteSchema,
    sent: byteSchema.describe('Bytes that the slowest destination has taken.'),
    percent: z.number().nullable(),
  })
  .meta({ id: 'Progress' });

export const runFileSchema = z
  .object({
    name: z.string(),
    bytes: byteSchema,
    sha256: z.string().nullable(),
    rows: rowSchema,
    expiresAt: instantSchema.describe('When it is deleted.'),
    available: z.boolean().describe('Whether it is still there.'),
  })
  .meta({ id: 'RunFile' });

/** What may be done with a run as it is now, by a person with enough rights. */
export const RUN_ACTIONS = ['cancel', 'rerun', 'run_again', 'approve', 'reject', 'download'] as const;
export const runActionSchema = z.enum(RUN_ACTIONS);
export type RunAction = z.infer<typeof runActionSchema>;

export const runSummarySchema = z
  .object({
    id: idSchema,
    export: exportNameSchema,
    revision: z.int(),
    status: runStatusSchema,
    trigger: runTriggerSchema,
    createdAt: instantSchema,
    by: z.string().describe('The person, or `schedule`.'),
    via: viaSchema,
    occasion: z.string().describe('What counts as one delivery: reruns keep it.'),
    dueAt: instantSchema.describe('The instant that it is for.'),
    day: daySchema.describe("The run's day."),
    timezone: z.string().describe("The export's zone, which people read its times in."),
    window: windowSchema.nullable(),
    startedAt: instantSchema.nullable(),
    finishedAt: instantSchema.nullable(),
    seconds: z.number().nullable().describe('From start to finish of the last attempt.'),
    attempt: z.int().describe('0 before the first.'),
    nextAttemptAt: instantSchema.nullable(),
    rows: rowSchema.nullable(),
    bytes: byteSchema.nullable(),
    error: z.string().nullable().describe('The cause, in plain words.'),
    rerunOf: idSchema.nullable(),
    actions: z.array(runActionSchema),
  })
  .meta({ id: 'RunSummary' });
export type RunSummary = z.infer<typeof runSummarySchema>;

export const runViewSchema = runSummarySchema
  .extend({
    progress: progressSchema.nullable(),
    problems: z.array(problemSchema).describe('What went wrong, or what checks found.'),
    receipt: receiptSchema.meta({ id: 'Receipt' }).nullable(),
    files: z.array(runFileSchema),
    approvedBy: z.string().nullable(),
  })
  .meta({ id: 'Run' });
export type RunView = z.infer<typeof runViewSchema>;

export const listRunsQuery = z.object({
  export: exportNameSchema.optional(),
  status: runStatusSchema.optional(),
  by: z.string().optional(),
  since: instantSchema.optional().describe('Created at this instant or later.'),
  scope: scopeSchema.optional(),
  only: z
    .enum(['unresolved'])
    .optional()
    .describe(
      '`unresolved`: failed or in quarantine, and neither repeated since nor covered by a later run. Of the last 2,000 that ended so.',
    ),
  ...pageQuery,
});

export const logLineSchema = z
  .object({ seq: z.int(), at: instantSchema, level: z.enum(['info', 'warning', 'error']), message: z.string() })
  .meta({ id: 'LogLine' });

export const rerunBody = z.object({
  confirm: z
    .boolean()
    .optional()
    .describe('For a run that succeeded: yes, deliver again. Without it the answer says what would be overwritten.'),
});

export const reasonBody = z.object({ reason: z.string().max(1000).optional() });

export const linkBody = z.object({
  hours: z
    .number()
    .positive()
    .max(24 * 90)
    .optional()
    .describe('How long it works, hours. Default 168 (a week).'),
});
/** Whether the files of a run may be sent into Slack, and if not, why (WAYBILL_SLACK_UPLOAD). */
export const UPLOAD_VERDICTS = ['allowed', 'off', 'personal_data', 'too_large', 'quarantined', 'no_files'] as const;
export const uploadVerdictSchema = z.enum(UPLOAD_VERDICTS);
export type UploadVerdict = z.infer<typeof uploadVerdictSchema>;

export const linkResult = z
  .object({
    page: z.url().describe('The page of the run.'),
    files: z.array(z.object({ name: z.string(), url: z.url() })),
    expiresAt: instantSchema,
    upload: uploadVerdictSchema.describe('Whether these files may be sent into Slack as well.'),
  })
  .meta({ id: 'RunLinks' });

export const shareBody = z.object({
  to: z
    .string()
    .regex(/^[CDG][A-Z0-9]{2,40}(\/[\d.]{1,30})?$/, 'a channel of Slack, and behind a `/` the message')
    .describe('Where they go, for the audit log: `C0123ABCD/1795861512.000100`.'),
});
export const shareResult = z
  .object({ files: z.array(z.object({ name: z.string(), bytes: byteSchema })) })
  .meta({ id: 'SharedFiles' });

/** What `GET /v1/runs/{id}/events` sends: `run` whenever something changed, `log` for each line. The last is `end`. */
export const RUN_EVENTS = ['run', 'log', 'end'] as const;

/** An event of a run. `id` is the number of the last log line that was sent, and what `Last-Event-ID` takes. */
export const runEventSchema = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('run'), id: z.string(), data: runViewSchema }),
    z.object({ event: z.literal('log'), id: z.string(), data: logLineSchema }),
    z.object({ event: z.literal('end'), id: z.string(), data: runViewSchema }),
  ])
  .meta({ id: 'RunEvent' });
export type RunEvent = z.infer<typeof runEventSchema>;
export type LogLine = z.infer<typeof logLineSchema>;
