import { z } from 'zod';
import { exportNameSchema, instantSchema, roleSchema } from './common.ts';

/** What people and groups of other systems may do (L7), and what they want to hear of (L1). */

export const subjectSchema = z
  .string()
  .regex(/^(slack:[UW][A-Z0-9]{2,40}|slack-group:S[A-Z0-9]{2,40})$/, '`slack:U…` or `slack-group:S…`')
  .describe('A person or a group: `slack:U0123`, `slack-group:S0123`.');

export const roleMappingSchema = z
  .object({
    subject: subjectSchema,
    role: roleSchema,
    name: z.string().describe('As people know them; empty when nobody said.'),
    updatedBy: z.string(),
    updatedAt: instantSchema,
  })
  .meta({ id: 'RoleMapping' });
export const putRoleBody = z.object({
  role: roleSchema,
  name: z.string().max(200).optional().describe('As people know them.'),
});
export const listRolesResult = z.object({
  items: z.array(roleMappingSchema),
  fallback: roleSchema.describe('What everybody else in Slack may do (WAYBILL_SLACK_ROLE).'),
});

export const slackTargetSchema = z
  .string()
  .regex(/^[CGDUW][A-Z0-9]{2,40}$/, 'an id of Slack: `C…` of a channel, `U…` of a person')
  .describe('A channel (`C…`) or a person (`U…`) of Slack.');

/** What `notify` can ask for, and that a run was cancelled. */
export const SUBSCRIPTION_EVENTS = [
  'success',
  'failure',
  'recovered',
  'late',
  'empty',
  'quarantined',
  'cancelled',
] as const;
export const subscriptionEventSchema = z.enum(SUBSCRIPTION_EVENTS);
export const subscriptionSchema = z
  .object({
    export: exportNameSchema,
    target: slackTargetSchema,
    when: z.array(subscriptionEventSchema).describe('What it hears of.'),
    createdBy: z.string(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Subscription' });
export const putSubscriptionBody = z.object({
  when: z
    .array(subscriptionEventSchema)
    .min(1)
    .optional()
    .describe('Default: success, failure (with recovered, quarantined), late, empty, cancelled.'),
});
