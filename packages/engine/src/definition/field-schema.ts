import { z } from 'zod';

/** A single value as people write it. Numbers that a double cannot hold exactly stay text (see parse-yaml.ts). */
export const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);
export type Scalar = z.infer<typeof scalarSchema>;

export const AGGREGATIONS = ['group', 'count', 'sum', 'average', 'min', 'max'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** D2, LANGUAGE "format": strftime for dates, decimals and separators for numbers. */
export const valueFormatSchema = z.union([
  z.string().min(1).describe('For dates: strftime tokens, e.g. "%d.%m.%Y %H:%M".'),
  z
    .strictObject({
      decimals: z.int().min(0).max(30).optional().describe('Digits after the decimal mark, rounded half up.'),
      decimal: z.string().length(1).optional().describe('The decimal mark. Default ".".'),
      group: z.string().max(1).optional().describe('Between groups of three digits. Default none.'),
    })
    .describe('For numbers: decimals and separators.'),
]);
export type ValueFormat = z.infer<typeof valueFormatSchema>;

/** Keys in the order of the canonical form. */
const fieldObject = z.strictObject({
  from: z
    .string()
    .min(1)
    .optional()
    .describe('The field: its name, or a path through relations such as `customer.extended.vat_id`.'),
  to: z.string().min(1).optional().describe('Header of the column. Default: the path as written in `from`.'),
  aggregate: z.enum(AGGREGATIONS).optional().describe('With `aggregate: true`: what to do with the values.'),
  format: valueFormatSchema.optional().describe('How dates or numbers are written.'),
  replace: z.record(z.string(), scalarSchema).optional().describe('Stored value → value in the file, matched exactly.'),
  default: scalarSchema.optional().describe('Written where the stored value is empty (NULL or an empty text).'),
  protect: z
    .enum(['hash', 'mask'])
    .optional()
    .describe('For personal data: `hash` writes a keyed SHA-256, `mask` hides all but the outline.'),
});

/** One field of an export, in its long form. `from` may be absent only where `aggregate: count` counts entries. */
export type FieldSpec = z.infer<typeof fieldObject>;

/** A field as written: a bare name, or the long form. Normalised to the long form. */
export const fieldSchema = z.union([
  z
    .string()
    .min(1)
    .transform((from): FieldSpec => ({ from })),
  fieldObject,
]);

export const fieldsSchema = z
  .union([z.literal('all'), z.array(fieldSchema).min(1)])
  .describe('`all`, or a list of fields. The item `all` in a list stands for every standard field.');

const kpiObject = z.strictObject({
  kpi: z.string().min(1).describe('Name of a KPI of the model.'),
  to: z.string().min(1).optional().describe('Header of the column. Default: the KPI’s name.'),
  format: valueFormatSchema.optional().describe('How its numbers, or dates, are written.'),
});

export const kpiItemSchema = z.union([
  z
    .string()
    .min(1)
    .transform((kpi): z.infer<typeof kpiObject> => ({ kpi })),
  kpiObject,
]);

export const dimensionItemSchema = z.union([
  z
    .string()
    .min(1)
    .transform(dimension => ({ dimension }) as { dimension: string; to?: string }),
  z.strictObject({
    dimension: z.string().min(1).describe('A dimension of the model, e.g. `store.zone` or `event_date.month`.'),
    to: z.string().min(1).optional().describe('Header of the column. Default: the path as written.'),
  }),
]);
