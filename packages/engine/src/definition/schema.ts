import { z } from 'zod';
import { fileSchema } from '../file/options-schema.ts';
import { dimensionItemSchema, fieldsSchema, kpiItemSchema } from './field-schema.ts';
import { criterionSchema, criterionSetSchema, filtersSchema } from './filter-schema.ts';
import { scheduleSchema } from './schedule-schema.ts';
import { windowSchema } from './window-schema.ts';

/** Characters that no name may hold: slashes, control and bidirectional ones. */
export const FORBIDDEN_IN_NAMES = /[/\\\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
export const nameSchema = z
  .string()
  .min(1)
  .max(100)
  .refine(name => !FORBIDDEN_IN_NAMES.test(name), 'a name without slashes, control or bidirectional characters')
  .refine(name => name.trim() === name, 'a name that neither begins nor ends with a space');

export const extendsSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]*@\d+$/, 'a template and its version, as `sales@2`')
  .transform(text => {
    const [template = '', release = ''] = text.split('@');
    return { template, release: Number(release) };
  });

export const audienceSchema = z
  .union([
    z.strictObject({ segment: z.string().min(1).describe('A segment’s name or key.') }),
    z.strictObject({ group: z.string().min(1).describe('A group’s name or key.') }),
    z.strictObject({
      file: z.string().min(1).describe('A csv of customer ids in the workspace: `audiences/vip.csv`.'),
    }),
  ])
  .describe('Narrows the export to a customer list, apart from the filters.');

export const deliveryTargetSchema = z.strictObject({
  to: z.string().min(1).describe('Name of a destination of the workspace.'),
  path: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder and file name there; strftime tokens and {window.from}, {run.id} … are filled in. Default: the export’s name.',
    ),
  if_exists: z
    .enum(['overwrite', 'version', 'fail'])
    .optional()
    .describe('When the name is taken. Default `overwrite`.'),
  manifest: z
    .enum(['json', 'trigger'])
    .optional()
    .describe('What follows the file when it is complete: a manifest, or an empty trigger file.'),
});
export type DeliveryTarget = z.infer<typeof deliveryTargetSchema>;

export const deliverSchema = z
  .union([
    z.literal('none').transform((): DeliveryTarget[] => []),
    deliveryTargetSchema.transform(target => [target]),
    z.array(deliveryTargetSchema).min(1),
  ])
  .describe('Where the file goes: one destination, a list, or `none` (download only).');

const percent = z.string().regex(/^\d+(\.\d+)?\s*%$/, 'a percentage, as `30 %`');
export const checksSchema = z
  .strictObject({
    rows: percent.optional().describe('How far the row count may be from the last runs’.'),
    nulls: z.record(z.string(), percent).optional().describe('Field → the share of empty cells that is still right.'),
    columns: z
      .literal('frozen')
      .optional()
      .describe('The columns that the export reads and writes must be those of the last run.'),
  })
  .describe('Checks before delivery; a file that fails one is quarantined.');

export type Checks = z.infer<typeof checksSchema>;

export const NOTICE_EVENTS = ['success', 'failure', 'recovered', 'late', 'empty', 'quarantined'] as const;
const when = z.array(z.enum(NOTICE_EVENTS)).min(1).optional().describe('On what. Default success and failure.');
export const notifySchema = z
  .array(
    z.union([
      z.strictObject({
        slack: z.string().min(1).describe('A channel (`#loyalty-exports`) or a person (`@anna`).'),
        when,
      }),
      z.strictObject({ email: z.email().describe('An e-mail address.'), when }),
      z.strictObject({ webhook: z.url().describe('An address that gets a signed POST.'), when }),
    ]),
  )
  .describe('Who hears how it went.');

/** What a template and an export share (D8), in the order of the canonical form. */
const selection = {
  aggregate: z.boolean().optional().describe('Calculated values for groups in place of one row for each entry.'),
  fields: fieldsSchema.optional(),
  kpis: z.array(kpiItemSchema).min(1).optional().describe('In place of fields: KPIs of the model.'),
  dimensions: z.array(dimensionItemSchema).min(1).optional().describe('What the KPIs are broken up by.'),
  filters: filtersSchema.optional(),
  audience: audienceSchema.optional(),
  window: windowSchema.optional(),
  mode: z
    .enum(['full', 'incremental'])
    .optional()
    .describe('`incremental` takes only what changed: the window over updated_at. Default `full`.'),
  order: z
    .enum(['key', 'none'])
    .optional()
    .describe(
      'Rows come in the order of the model’s key (default `key`), or in any: `none` frees the database from it.',
    ),
  file: fileSchema.optional(),
};

/** D8: what an export has beyond the template that it extends. */
const addSchema = z.strictObject({
  fields: fieldsSchema.optional().describe('Fields to add at the end.'),
  kpis: z.array(kpiItemSchema).min(1).optional().describe('KPIs to add at the end.'),
  dimensions: z.array(dimensionItemSchema).min(1).optional().describe('Dimensions to add at the end.'),
  filters: z
    .array(criterionSetSchema)
    .min(1)
    .optional()
    .describe('Sets to add: rows that match one of them are kept as well.'),
  criteria: z
    .array(criterionSchema)
    .min(1)
    .optional()
    .describe('Criteria that every row must fulfil besides, in whichever set it is.'),
});

/** D8: what of its template an export leaves out. */
const removeSchema = z.strictObject({
  fields: fieldsSchema.optional().describe('Fields to leave out, by `from` or by header.'),
  kpis: z.array(kpiItemSchema).min(1).optional().describe('KPIs to leave out, by name or by header.'),
  dimensions: z.array(dimensionItemSchema).min(1).optional().describe('Dimensions to leave out, by path or by header.'),
  filters: z
    .array(criterionSetSchema)
    .min(1)
    .optional()
    .describe('Sets to leave out, written as the template has them.'),
});

export const exportSchema = z.strictObject({
  version: z.literal(1).describe('Version of this language: 1.'),
  name: nameSchema.describe('Name of the export, 1 to 100 characters; also the file’s name when `path` gives none.'),
  description: z.string().optional().describe('What it is for.'),
  owner: z.string().optional().describe('Who answers for it; told about failures.'),
  extends: extendsSchema.optional().describe('A template and its version: `sales@2`.'),
  model: z.string().min(1).optional().describe('The model of the catalog that is exported.'),
  timezone: z
    .string('a time zone as "Europe/Vienna"')
    .min(1)
    .optional()
    .describe('IANA zone for schedule, date filters, dates in the file and in its name. Default: the brand’s.'),
  ...selection,
  add: addSchema.optional().describe('With `extends`: what the template lacks.'),
  remove: removeSchema.optional().describe('With `extends`: what the template has too much.'),
  deliver: deliverSchema.optional(),
  on_empty: z
    .enum(['send', 'header_only', 'skip', 'fail'])
    .optional()
    .describe('When there are no rows. Default `send`.'),
  checks: checksSchema.optional(),
  schedule: scheduleSchema.optional(),
  notify: notifySchema.optional(),
});
/** As people write it. */
export type WrittenExport = z.input<typeof exportSchema>;
/** Short forms resolved; defaults not yet filled in. */
export type ExportDefinition = z.output<typeof exportSchema>;

export const templateSchema = z.strictObject({
  version: z.literal(1).describe('Version of this language: 1.'),
  template: z
    .string()
    .regex(/^[A-Za-z0-9][\w-]*$/, 'letters, digits, `-` and `_`')
    .describe('Name of the template.'),
  release: z.int().min(1).describe('What `NAME@RELEASE` names. A published release never changes.'),
  label: z.string().optional().describe('What people see.'),
  description: z.string().optional(),
  owner: z.string().optional(),
  model: z.string().min(1).describe('The model of the catalog that is exported.'),
  timezone: z.string('a time zone as "Europe/Vienna"').min(1).optional(),
  ...selection,
  on_empty: exportSchema.shape.on_empty,
  checks: checksSchema.optional(),
});
export type TemplateDefinition = z.output<typeof templateSchema>;
