import { z } from 'zod';
import {
  listRolesResult,
  putRoleBody,
  putSubscriptionBody,
  roleMappingSchema,
  slackTargetSchema,
  subjectSchema,
  subscriptionSchema,
} from '../schemas/access.ts';
import { exportNameSchema } from '../schemas/common.ts';
import { route } from './route.ts';

const bySubject = z.object({ subject: subjectSchema });
const byTarget = z.object({ name: exportNameSchema, target: slackTargetSchema });

export const accessRoutes = {
  listRoles: route({
    method: 'GET',
    path: '/v1/roles',
    tag: 'Roles',
    summary: 'What people and groups of Slack may do',
    role: 'admin',
    response: listRolesResult,
  }),
  putRole: route({
    method: 'PUT',
    path: '/v1/roles/{subject}',
    tag: 'Roles',
    summary: 'Give a person or a group of Slack a role',
    description: "A person's own role counts before those of groups; of several groups the highest counts.",
    role: 'admin',
    params: bySubject,
    body: putRoleBody,
    response: roleMappingSchema,
    audit: 'role.put',
  }),
  deleteRole: route({
    method: 'DELETE',
    path: '/v1/roles/{subject}',
    tag: 'Roles',
    summary: 'Take a role away, so that the default counts',
    role: 'admin',
    params: bySubject,
    audit: 'role.delete',
    problems: ['unknown-role-mapping'],
  }),
  listSubscriptions: route({
    method: 'GET',
    path: '/v1/exports/{name}/subscriptions',
    tag: 'Notices',
    summary: 'Who in Slack hears of an export, besides those of its definition',
    role: 'viewer',
    params: z.object({ name: exportNameSchema }),
    response: z.object({ items: z.array(subscriptionSchema) }),
    problems: ['unknown-export'],
  }),
  putSubscription: route({
    method: 'PUT',
    path: '/v1/exports/{name}/subscriptions/{target}',
    tag: 'Notices',
    summary: 'Let a channel or a person of Slack hear of an export; viewers only themselves',
    role: 'viewer',
    params: byTarget,
    body: putSubscriptionBody,
    response: subscriptionSchema,
    audit: 'subscription.put',
    problems: ['unknown-export', 'subscription-of-others'],
  }),
  deleteSubscription: route({
    method: 'DELETE',
    path: '/v1/exports/{name}/subscriptions/{target}',
    tag: 'Notices',
    summary: 'Let it hear no more',
    role: 'viewer',
    params: byTarget,
    audit: 'subscription.delete',
    problems: ['unknown-export', 'unknown-subscription', 'subscription-of-others'],
  }),
} as const;
