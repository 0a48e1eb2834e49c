import { z } from 'zod';
import {
  exportNameSchema,
  idSchema,
  instantSchema,
  pageQuery,
  problemSchema,
  roleSchema,
  viaSchema,
} from './common.ts';

/** What the service itself has: destinations, secrets, tokens, drafts, notices, and the audit log. */

export const entryNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,79}$/)
  .describe('Letters, digits, `-` and `_`.');

export const destinationViewSchema = z
  .object({
    name: entryNameSchema,
    type: z.string(),
    from: z.enum(['workspace', 'service']).describe('Where it is named.'),
    address: z.string().nullable().describe('Where it leads, without secrets; null when its settings are wrong.'),
    settings: z.record(z.string(), z.unknown()).describe('As written; secrets are placeholders.'),
    usedBy: z.array(exportNameSchema).describe('Exports that deliver to it, at most 20.'),
  })
  .meta({ id: 'Destination' });
export const putDestinationBody = z.object({
  settings: z.record(z.string(), z.unknown()).meta({
    description: 'As in waybill.yaml. Secrets as `${secret:name}`.',
    examples: [
      {
        type: 'sftp',
        host: 'sftp.partner.example',
        user: 'waybill',
        key: '${secret:partner_key}',
        host_key: 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
        folder: '/upload',
      },
    ],
  }),
});
export const renameDestinationBody = z.object({ name: entryNameSchema });
export const destinationTestSchema = z
  .object({
    ok: z.boolean(),
    where: z.string().describe('Its address, without secrets.'),
    steps: z.array(
      z.object({
        step: z.string().describe('`connect`, `write`, `verify`, `rename`, `size`, `delete`.'),
        outcome: z.enum(['ok', 'failed', 'left out']).describe('`left out`: a step before it failed.'),
        milliseconds: z.number(),
        problems: z.array(problemSchema),
      }),
    ),
  })
  .meta({ id: 'DestinationTest' });

export const secretViewSchema = z
  .object({ name: entryNameSchema, updatedAt: instantSchema, updatedBy: z.string() })
  .meta({ id: 'Secret' });
export const putSecretBody = z.object({ value: z.string().min(1).max(100_000) });

export const tokenViewSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    role: roleSchema,
    email: z.email().nullable(),
    delegate: z.boolean().describe('May act on behalf of others.'),
    createdBy: z.string(),
    createdAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
    expiresAt: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Token' });
export const createTokenBody = z.object({
  name: z.string().min(1).max(100).describe('Who or what will use it.'),
  role: roleSchema,
  email: z.email().optional().describe('Where its bearer hears about what the bearer created.'),
  days: z.int().min(1).max(3650).optional().describe('Days that it works. Default: until it is revoked.'),
  delegate: z.boolean().optional(),
});
export const createdTokenSchema = tokenViewSchema
  .extend({ token: z.string().describe('Shown this once.') })
  .meta({ id: 'CreatedToken' });

export const whoamiSchema = z
  .object({
    name: z.string(),
    role: roleSchema,
    onBehalfOf: z.string().nullable(),
    version: z.string(),
    brand: z.string(),
    timezone: z.string(),
    zoneData: z.string().describe('Version of the time zone data that its schedules are counted with (S2).'),
  })
  .meta({ id: 'Whoami' });

export const draftSchema = z
  .object({
    id: idSchema,
    kind: z.string().max(40),
    title: z.string().max(200),
    body: z.record(z.string(), z.unknown()),
    version: z.int(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    expiresAt: instantSchema,
  })
  .meta({ id: 'Draft' });
export const createDraftBody = draftSchema.pick({ kind: true, title: true, body: true });
export const putDraftBody = draftSchema.pick({ title: true, body: true }).extend({
  expectedVersion: z.int().optional().describe('Refuse when somebody else has saved it meanwhile.'),
});
export const listDraftsQuery = z.object({ kind: z.string().optional(), ...pageQuery });

export const auditEntrySchema = z
  .object({
    id: idSchema,
    at: instantSchema,
    actor: z.string(),
    onBehalfOf: z.string().nullable(),
    role: z.string(),
    via: viaSchema,
    address: z.string().nullable(),
    action: z.string().describe('`export.deploy`, `run.download`, …'),
    target: z.string(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEntry' });
export const listAuditQuery = z.object({
  target: z.string().optional(),
  actor: z.string().optional(),
  action: z.string().optional(),
  since: instantSchema.optional(),
  ...pageQuery,
});

export const NOTICE_STATES = ['pending', 'sending', 'sent', 'failed'] as const;
export const NOTICE_CHANNELS = ['slack', 'email', 'webhook'] as const;
export const noticeChannelSchema = z.enum(NOTICE_CHANNELS);

/** What a notice says (N2), for every channel; made once, when it is decided. */
export const noticeContentSchema = z
  .object({
    event: z
      .string()
      .describe('`success`, `failure`, `recovered`, `late`, `empty`, `quarantined`, `cancelled`, `begun`.'),
    export: exportNameSchema,
    title: z.string().describe('One line.'),
    lines: z.array(z.object({ label: z.string(), value: z.string() })),
    cause: z.string().nullable().describe('In plain words.'),
    advice: z.string().nullable().describe('What to do.'),
    run: idSchema.nullable(),
    runStatus: z.string().nullable(),
    exportId: idSchema,
  })
  .meta({ id: 'NoticeContent' });
export type NoticeContent = z.infer<typeof noticeContentSchema>;

export const noticeSchema = z
  .object({
    id: idSchema,
    export: exportNameSchema,
    run: idSchema.nullable(),
    event: z.string(),
    channel: noticeChannelSchema,
    target: z.string(),
    state: z.enum(NOTICE_STATES),
    attempts: z.int(),
    createdAt: instantSchema,
    sentAt: instantSchema.nullable(),
    error: z.string().nullable(),
    content: noticeContentSchema,
    reference: z.string().nullable(),
  })
  .meta({ id: 'Notice' });
export const listNoticesQuery = z.object({
  export: exportNameSchema.optional(),
  run: idSchema.optional(),
  state: z.enum(NOTICE_STATES).optional(),
  channel: noticeChannelSchema.optional(),
  ...pageQuery,
});
/** How a client that sends notices itself, as the Slack bot does, takes them and reports. */
export const claimNoticesBody = z.object({
  channel: noticeChannelSchema,
  most: z.int().min(1).max(50).optional().describe('Default 10.'),
  seconds: z.int().min(5).max(600).optional().describe('For how long they are its own. Default 60.'),
  wait: z.int().min(0).max(25).optional().describe('Seconds to wait for one when there is none. Default 0.'),
});
export const noticeOutcomeBody = z.object({
  sent: z.boolean(),
  reference: z.string().max(500).optional().describe('What the channel calls the message.'),
  error: z.string().max(2000).optional(),
  retryAfter: z.number().nonnegative().optional().describe('Seconds; absent with an error: never again.'),
});

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });
export const readySchema = z
  .object({
    ready: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Readiness' });
