import { z } from 'zod';
import { scalarSchema } from './field-schema.ts';

/** D3, by the type of the attribute. Predicates of the catalog (K7) come on top. */
export const OPERATORS = {
  string: ['equals', 'not_equals', 'contains', 'not_contains', 'starts_with', 'ends_with', 'in', 'not_in'],
  number: ['equals', 'not_equals', 'greater_than', 'at_least', 'less_than', 'at_most', 'between', 'in', 'not_in'],
  boolean: ['is'],
  date: ['equals', 'not_equals', 'before', 'after', 'between', 'in_date', 'anniversary', 'age_range'],
  any: ['is_empty', 'is_not_empty'],
} as const;
export type Operator = (typeof OPERATORS)[keyof typeof OPERATORS][number];

export const criterionSchema = z
  .strictObject({
    attribute: z
      .string()
      .min(1)
      .optional()
      .describe(
        'The field, or for a predicate the relation it is asked of. Without it a predicate asks the model itself.',
      ),
    operator: z.string().min(1).describe('An operator for the attribute’s type, or a predicate of the catalog.'),
    value: z
      .union([scalarSchema, z.array(scalarSchema).min(1)])
      .optional()
      .describe(
        'What to compare with. A list for `in`, `not_in`, `in_date`, and the two ends of `between` and `age_range`.',
      ),
    period: z.string().min(1).optional().describe('For predicates: only what happened in this time, e.g. `30 days`.'),
    at_least: z.int().min(1).optional().describe('For predicates: at least so many. Default 1.'),
    before: z
      .string()
      .min(1)
      .optional()
      .describe('For `anniversary`: days before the day, e.g. `3 days`. Default none.'),
    after: z.string().min(1).optional().describe('For `anniversary`: days after the day. Default none.'),
  })
  .describe('One criterion.');
export type Criterion = z.infer<typeof criterionSchema>;

export const criterionSetSchema = z
  .strictObject({ all: z.array(criterionSchema).min(1).describe('Every criterion must hold.') })
  .describe('A set: every criterion in it must hold.');
export type CriterionSet = z.infer<typeof criterionSetSchema>;

/** Normalised: `none` is no set at all; one `all:` is one set. A row must match any set. */
export const filtersSchema = z
  .union([
    z.literal('none').transform(() => ({ any: [] as CriterionSet[] })),
    z.strictObject({
      any: z.array(criterionSetSchema).min(1).describe('A row that matches any of these sets is kept.'),
    }),
    criterionSetSchema.transform(set => ({ any: [set] })),
  ])
  .describe('`none`, one set (`all:`), or several (`any:`).');
export type Filters = z.output<typeof filtersSchema>;
