import type { Scalar } from '../definition/field-schema.ts';
import type { PlanColumn } from '../plan/plan.ts';
import type { NumberKind } from '../rows/source.ts';
import type { Binding } from './bind.ts';

/** The widest decimal that typed files have, in digits. */
const MOST_DIGITS = 38;

const decimal = (precision: number, scale: number): NumberKind | undefined =>
  scale >= 0 && scale <= precision && precision <= MOST_DIGITS ? { is: 'decimal', precision, scale } : undefined;

/**
 * What a typed file can hold a column of numbers in without losing a digit (O3). Undefined where the database does not
 * say how many digits there are: a `numeric` without precision, a computed number. A `format` with decimals says it.
 */
export function numberKind(binding: Binding, column: PlanColumn): NumberKind | undefined {
  const words = [...column.replace.map(([, shown]) => shown), column.default].filter(word => word !== undefined);
  return withWords(stored(binding, column), words);
}

function stored(binding: Binding, { ref, aggregate, format }: PlanColumn): NumberKind | undefined {
  if (typeof format === 'object' && format.decimals !== undefined) return decimal(MOST_DIGITS, format.decimals);
  if (aggregate === 'count' || aggregate === 'count_distinct') return { is: 'integer' };
  // Rounded by the database in any case.
  if (aggregate === 'average') return { is: 'float' };
  const kind = ref && !ref.computed ? kindOfType(binding.databaseTypeOf(ref)) : undefined;
  if (aggregate !== 'sum' || kind === undefined || kind.is === 'float') return kind;
  return decimal(MOST_DIGITS, kind.is === 'decimal' ? kind.scale : 0);
}

const INTEGERS = /^(?:tinyint|smallint|integer|bigint|utinyint|usmallint|uinteger|int[248]?|oid)$/;

/** By the name that a database gives the type. */
function kindOfType(type: string): NumberKind | undefined {
  if (INTEGERS.test(type)) return { is: 'integer' };
  if (/^(?:real|double|double precision|float[48]?)$/.test(type)) return { is: 'float' };
  if (type === 'hugeint' || type === 'ubigint') return decimal(MOST_DIGITS, 0);
  const digits = /^(?:numeric|decimal)\((\d+),\s*(-?\d+)\)$/.exec(type);
  return digits ? decimal(Number(digits[1]), Number(digits[2])) : undefined;
}

/** The same with the numbers that `replace` and `default` put in. */
function withWords(kind: NumberKind | undefined, words: readonly Scalar[]): NumberKind | undefined {
  if (kind === undefined || kind.is === 'float' || words.length === 0) return kind;
  const digits = words.map(word => /^-?(\d{1,18})(?:\.(\d+))?$/.exec(String(word)));
  if (digits.some(found => found === null)) return undefined;
  const scale = Math.max(...digits.map(found => found?.[2]?.length ?? 0));
  if (kind.is === 'integer' && scale === 0) return kind;
  const [precision, own] = kind.is === 'integer' ? [19, 0] : [kind.precision, kind.scale];
  const widest = Math.max(scale, own);
  return (
    decimal(Math.max(precision - own, 18) + widest, widest) ?? (scale <= own ? decimal(MOST_DIGITS, own) : undefined)
  );
}
