import { z } from 'zod';
import { criterionSchema } from '../definition/filter-schema.ts';

export const FIELD_TYPES = ['string', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'enum', 'json'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

const identifierName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_-]*$/u, 'a name of letters, digits, `_` and `-`');

const fieldObject = z.strictObject({
  type: z.enum(FIELD_TYPES).describe('Type of the field.'),
  label: z.string().optional().describe('What people see. Default: the name.'),
  description: z.string().optional().describe('What it means.'),
  identifier: z.boolean().optional().describe('Names one entry, such as an id: it cannot be grouped by.'),
  pii: z.boolean().optional().describe('Personal data: masked in previews.'),
  values: z
    .union([
      z.record(z.string(), z.string()),
      z
        .array(z.union([z.string(), z.number()]).transform(String))
        .min(1)
        .transform(list => Object.fromEntries(list.map(v => [v, v]))),
    ])
    .optional()
    .describe('For `enum`: stored value → label, or a list of values.'),
  column: z.string().min(1).optional().describe('Column of the table. Default: the field’s name.'),
  computed: z.string().min(1).optional().describe('SQL over the table’s columns, in the place of a column.'),
});
export type ModelField = z.infer<typeof fieldObject>;

export const modelFieldSchema = z.union([z.enum(FIELD_TYPES).transform((type): ModelField => ({ type })), fieldObject]);

const matchSchema = z
  .record(z.string(), z.string())
  .refine(match => Object.keys(match).length > 0, 'a mapping with at least one pair of fields')
  .describe('Field of this model → field of the other.');
export const relationSchema = z.union([
  z.strictObject({
    one: z.string().min(1).describe('The other model; at most one of its entries belongs to one of these.'),
    match: matchSchema,
    label: z.string().optional(),
  }),
  z.strictObject({
    many: z.string().min(1).describe('The other model; many of its entries belong to one of these.'),
    match: matchSchema,
    label: z.string().optional(),
  }),
]);
export type Relation = z.infer<typeof relationSchema>;

/** Words first, filter last: the order of the canonical form. */
const kpi = <T extends z.core.$ZodShape>(measure: T) =>
  z.strictObject({
    label: z.string().optional().describe('What people see.'),
    description: z.string().optional(),
    ...measure,
    where: z
      .union([criterionSchema, z.array(criterionSchema).min(1)])
      .optional()
      .describe('Only entries for which this holds.'),
  });
const path = z.string().min(1);
export const kpiSchema = z.union([
  kpi({ count: z.union([z.literal(true), path]).describe('`true`: entries of the model; or a to-many relation’s.') }),
  kpi({ count_distinct: path.describe('Different values of a field.') }),
  kpi({ sum: path.describe('Sum of a number.') }),
  kpi({ average: path.describe('Average of a number.') }),
  kpi({ min: path.describe('Least value.') }),
  kpi({ max: path.describe('Greatest value.') }),
]);

/** K7 */
export const predicateSchema = z.union([
  z.strictObject({
    exists: z.string().min(1).describe('A to-many relation, or a path that goes through one: `transactions.items`.'),
    value: z
      .string()
      .min(1)
      .optional()
      .describe('The field that the criterion’s value is compared with; a path from the related model.'),
    period: z
      .string()
      .min(1)
      .optional()
      .describe('The date that the criterion’s `period` is asked of; a path from this model.'),
    at_least: z.int().min(1).optional().describe('Least count when the criterion says none. Default 1.'),
    label: z.string().optional(),
    description: z.string().optional(),
  }),
  z.strictObject({
    not: z.string().min(1).describe('Another predicate of this model, turned round.'),
    label: z.string().optional(),
    description: z.string().optional(),
  }),
]);
export type Predicate = z.infer<typeof predicateSchema>;

export const modelSchema = z.strictObject({
  version: z.literal(1).describe('Version of this language: 1.'),
  model: identifierName.describe('Name of the model.'),
  label: z.string().optional().describe('What people see.'),
  description: z.string().optional().describe('What an entry is.'),
  source: z
    .string()
    .min(1)
    .optional()
    .describe('Source of the workspace that holds it. Default: the only one there is.'),
  table: z.string().min(1).describe('Table or view, with its schema where it has one: `loyalty.transactions`.'),
  key: z
    .union([path.transform(key => [key]), z.array(path).min(1)])
    .optional()
    .describe('Field, or list of fields, that names one entry; rows come in its order.'),
  event_date: path.optional().describe('Field: when it happened. What `window: {by: event_date}` asks.'),
  updated_at: path.optional().describe('Field: when the row last changed. What `window: {by: updated_at}` asks.'),
  formats: z
    .array(z.enum(['csv', 'psv', 'json', 'ndjson', 'parquet', 'xlsx']))
    .min(1)
    .optional()
    .describe('The only file formats offered. Default: all.'),
  fields: z.record(identifierName, modelFieldSchema).describe('Standard fields, in the order of `fields: all`.'),
  custom: z
    .record(identifierName, modelFieldSchema)
    .optional()
    .describe('Custom fields: offered with this model only, as `custom.NAME`.'),
  extended: z
    .record(identifierName, modelFieldSchema)
    .optional()
    .describe('Extended fields: reached from every related model, as `RELATION.extended.NAME`.'),
  relations: z.record(identifierName, relationSchema).optional().describe('To other models.'),
  predicates: z
    .record(identifierName, predicateSchema)
    .optional()
    .describe('Questions that filters can ask of an entry.'),
  kpis: z.record(identifierName, kpiSchema).optional().describe('Measures over many entries.'),
  dimensions: z.array(path).min(1).optional().describe('What the KPIs may be broken up by.'),
});
/** A model file, short forms resolved. */
export type ModelDefinition = z.output<typeof modelSchema>;
