import type { Scalar } from '../definition/field-schema.ts';
import type { Criterion } from '../definition/filter-schema.ts';
import type { Condition, Literal, Ref } from './plan.ts';

const not = (of: Condition): Condition => ({ kind: 'not', of });

/** A value as the literal that the attribute's type compares with. The definition was checked, so it fits. */
export function literalOf(ref: Ref, value: Scalar | undefined): Literal {
  const text = String(value);
  switch (ref.type) {
    case 'integer':
    case 'decimal':
      if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw new Error(`not a number: ${text}`);
      return { kind: 'number', digits: text };
    case 'boolean':
      return { kind: 'boolean', value: text === 'true' };
    default:
      return { kind: 'text', text };
  }
}

/** D3, operators of strings, numbers and booleans. */
export function valueCondition(ref: Ref, criterion: Criterion): Condition {
  const values = (Array.isArray(criterion.value) ? criterion.value : [criterion.value]).map(v => literalOf(ref, v));
  const [first, second] = values as [Literal, Literal];
  const text = String(criterion.value);
  switch (criterion.operator) {
    case 'is':
    case 'equals':
      return { kind: 'compare', ref, is: '=', to: first };
    case 'not_equals':
      return not({ kind: 'compare', ref, is: '=', to: first });
    case 'greater_than':
      return { kind: 'compare', ref, is: '>', to: first };
    case 'at_least':
      return { kind: 'compare', ref, is: '>=', to: first };
    case 'less_than':
      return { kind: 'compare', ref, is: '<', to: first };
    case 'at_most':
      return { kind: 'compare', ref, is: '<=', to: first };
    case 'between':
      return {
        kind: 'all',
        of: [
          { kind: 'compare', ref, is: '>=', to: first },
          { kind: 'compare', ref, is: '<=', to: second },
        ],
      };
    case 'in':
      return { kind: 'in', ref, values };
    case 'not_in':
      return not({ kind: 'in', ref, values });
    case 'contains':
      return { kind: 'text', ref, is: 'contains', text };
    case 'not_contains':
      return not({ kind: 'text', ref, is: 'contains', text });
    case 'starts_with':
      return { kind: 'text', ref, is: 'starts', text };
    case 'ends_with':
      return { kind: 'text', ref, is: 'ends', text };
    default:
      throw new Error(`no operator: ${criterion.operator}`);
  }
}
