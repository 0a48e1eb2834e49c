import { z } from 'zod';
import { notifySchema } from '../definition/schema.ts';
import { destinationSchema } from '../delivery/config.ts';
import { sourcesSchema } from '../rows/config.ts';
import { zoneSchema } from '../time/zone-schema.ts';

const duration = z
  .string()
  .regex(/^\d+ ?(days?|weeks?|months?|quarters?|years?)$/, 'a duration as `30 days`, `6 months` or `1 year`');

const entryName = z.string().regex(/^[A-Za-z0-9][\w-]*$/, 'a name of letters, digits, `-` and `_`');

const brandSchema = z
  .strictObject({
    name: z.string().min(1).describe('Name of the brand, as people read it.'),
    timezone: zoneSchema.optional().describe('IANA zone of exports that name none. Default `UTC`.'),
  })
  .describe('Whose data it is.');

const limitsSchema = z
  .strictObject({
    max_window: duration.optional().describe('The longest window an export may have (D9). Default `1 year`.'),
    max_dimensions: z.int().min(1).max(50).optional().describe('The most dimensions of a KPI export (D6). Default 5.'),
    keep_files: duration.optional().describe('How long finished files are kept for download (R5). Default `30 days`.'),
    destination_hosts: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('The only hosts that files are sent to; `*.partner.example` covers every host below. Default: any.'),
  })
  .describe('What nobody may exceed.');

const destinationsSchema = z
  .record(entryName, destinationSchema)
  .describe('Where files go, by the name that exports use.');

/** D7: which model the audience lists, and the predicates that ask it. */
const audienceSchema = z
  .strictObject({
    model: z.string().min(1).optional().describe('The model of the people. Default `customers`.'),
    segment: z.string().min(1).optional().describe('Predicate behind `audience: {segment: …}`. Default `in_segment`.'),
    group: z.string().min(1).optional().describe('Predicate behind `audience: {group: …}`. Default `in_group`.'),
  })
  .describe('How audiences are found.');

const protectSchema = z
  .strictObject({
    hash_key: z
      .string()
      .min(1)
      .optional()
      .describe('Key of `protect: hash`, as `${secret:hash_key}`. Another key gives other hashes.'),
  })
  .describe('Protection of personal data.');

const common = {
  version: z.literal(1).describe('Version of this language: 1.'),
  brand: brandSchema,
};
const rest = {
  audience: audienceSchema.optional(),
  protect: protectSchema.optional(),
  limits: limitsSchema.optional(),
  notify: notifySchema.optional().describe('Who hears about every export of the workspace.'),
};

/** `waybill.yaml` as people write it (K1). */
export const workspaceSchema = z.strictObject({
  ...common,
  sources: sourcesSchema.optional(),
  destinations: destinationsSchema.optional(),
  ...rest,
});

/** Settings of a source or a destination before `${env:…}` and `${secret:…}` are put in. */
const writtenSettings = z.record(z.string(), z.record(z.string(), z.unknown()));

/** `waybill.yaml` as it is kept: sources and destinations as written, since their secrets are put in on use only. */
export const writtenWorkspaceSchema = z.strictObject({
  ...common,
  sources: writtenSettings.default({}),
  destinations: writtenSettings.default({}),
  ...rest,
});
export type WorkspaceConfig = z.output<typeof writtenWorkspaceSchema>;

/** Used where `waybill.yaml` says nothing (K1, D6, D7, D9, R5). */
export const WORKSPACE_DEFAULTS = {
  timezone: 'UTC',
  audienceModel: 'customers',
  segmentPredicate: 'in_segment',
  groupPredicate: 'in_group',
  maxWindow: '1 year',
  maxDimensions: 5,
  keepFiles: '30 days',
} as const;
