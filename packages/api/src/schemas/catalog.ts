import { z } from 'zod';
import { pageQuery } from './common.ts';

/** What exports are made of, for those who choose: models, fields, values, measures, templates, zones (K2–K7, D8). */

const catalogSearch = z.string().max(200).describe('Words that name, label or description hold, in any case.');
export const catalogQuery = { search: catalogSearch.optional(), ...pageQuery };
export const modelNameSchema = z.string().min(1).max(200).describe('Name of a model.');

export const FIELD_TYPES = ['string', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'enum', 'json'] as const;

export const modelSummarySchema = z
  .object({
    name: modelNameSchema,
    label: z.string(),
    description: z.string(),
    source: z.string(),
    fields: z.int().describe('Fields of its own.'),
    kpis: z.int(),
  })
  .meta({ id: 'ModelSummary' });

export const predicateViewSchema = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  takesValue: z.boolean().describe('Compares a value, such as an id of a product.'),
  takesPeriod: z.boolean().describe('May be asked of a period, `30 days`.'),
});
export const kpiViewSchema = z.object({ name: z.string(), label: z.string(), description: z.string() });
export const dimensionViewSchema = z.object({ path: z.string(), label: z.string(), type: z.string() });

export const modelViewSchema = modelSummarySchema
  .extend({
    key: z.array(z.string()),
    eventDate: z.string().nullable().describe('What windows by `event_date` ask; null: there are none.'),
    updatedAt: z.string().nullable().describe('What windows by `updated_at` ask; null: there are none.'),
    formats: z.array(z.string()).describe('File formats that are offered.'),
    relations: z.array(
      z.object({ name: z.string(), kind: z.enum(['one', 'many']), model: z.string(), label: z.string() }),
    ),
    predicates: z.array(predicateViewSchema),
    measures: z.array(kpiViewSchema).describe('KPIs.'),
    dimensions: z.array(dimensionViewSchema),
  })
  .meta({ id: 'Model' });

export const fieldViewSchema = z
  .object({
    path: z.string().describe('As exports name it: `amount`, `store.name`, `customer.extended.vat_id`.'),
    key: z.string().describe('The path, or where it is longer than 75 characters, a short word for it (`keys`).'),
    label: z.string(),
    where: z.string().describe('The relations on the way, in words; empty for a field of the model itself.'),
    type: z.enum(FIELD_TYPES),
    description: z.string(),
    identifier: z.boolean(),
    pii: z.boolean().describe('Personal data.'),
    operators: z.array(z.string()).describe('What filters may ask of it.'),
    aggregations: z.array(z.string()).describe('How it may be aggregated, besides by grouping.'),
    values: z.int().describe('How many values an enum has; else 0.'),
  })
  .meta({ id: 'Field' });
export const listFieldsQuery = z.object({
  relations: z.coerce
    .number()
    .int()
    .min(0)
    .max(3)
    .optional()
    .describe('How many to-one relations a path may go through. Default 2.'),
  keys: z.string().max(8000).optional().describe('Only the fields of these keys or paths, with commas.'),
  types: z.string().max(200).optional().describe('Only fields of these types, with commas.'),
  ...catalogQuery,
});

export const listValuesQuery = z.object({
  field: z.string().min(1).max(1000).describe('Path of an enum.'),
  ...catalogQuery,
});
export const valueViewSchema = z.object({ value: z.string(), label: z.string() });

export const templateSummarySchema = z
  .object({
    id: z.string().describe('`NAME@RELEASE`, as `extends` names it.'),
    name: z.string(),
    release: z.int(),
    label: z.string(),
    description: z.string(),
    model: z.string(),
    state: z.enum(['built-in', 'published', 'changed', 'unpublished']),
    available: z.boolean().describe('Whether the catalog has its model.'),
  })
  .meta({ id: 'TemplateSummary' });
export const templateViewSchema = templateSummarySchema
  .extend({
    definition: z
      .record(z.string(), z.unknown())
      .describe('What it says, read from its YAML: short forms are written out.'),
  })
  .meta({ id: 'Template' });
export const listTemplatesQuery = z.object({
  model: z.string().optional(),
  releases: z.enum(['latest', 'all']).optional().describe('Default `latest`.'),
  ...catalogQuery,
});

export const zoneViewSchema = z.object({
  name: z.string().describe('`Europe/Vienna`'),
  offset: z.string().describe('At present: `+01:00`.'),
});
export const listZonesQuery = z.object(catalogQuery);
