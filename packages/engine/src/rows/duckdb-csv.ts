import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal } from './duckdb-quote.ts';

/**
 * What DuckDB may take csv text for. No floats, since 1.50 would become 1.5; days only as ISO writes them, since
 * 01/02/2026 is a guess.
 */
const OPTIONS =
  "union_by_name = true, auto_type_candidates = ['BOOLEAN', 'BIGINT', 'DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'VARCHAR'], dateformat = '%Y-%m-%d'";

/** How many rows are looked at for the shape of numbers: about a second at most. */
const SAMPLE = 1_000_000;
/** The widest decimal that DuckDB has. */
const DIGITS = 38;

/** What the texts of one column look like, in the sample. */
interface Shape {
  readonly name: string;
  /** Some begin with a needless 0 or a +: a code, whose every character counts. */
  readonly isCode: boolean;
  /** All are digits with at most one point. */
  readonly isNumber: boolean;
  readonly before: number;
  readonly after: number;
}

/**
 * SELECT over csv files (`list` is SQL). DuckDB guesses types from some rows; two of its guesses would change data
 * and are put right here: codes such as 00123 stay text, and decimals become decimals that keep every digit. A later
 * row that does not fit the type fails the query; it is never rounded.
 */
export async function csvSelection(connection: DuckDBConnection, list: string): Promise<string> {
  const described = await connection.runAndReadAll(`describe select * from read_csv(${list}, ${OPTIONS})`);
  const typeOf = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
  const doubtful = [...typeOf].filter(([, type]) => type === 'BIGINT' || type === 'VARCHAR').map(([name]) => name);
  if (doubtful.length === 0) return `select * from read_csv(${list}, ${OPTIONS})`;

  const shapes = await shapesOf(connection, list, doubtful);
  const codes = shapes.filter(shape => shape.isCode && typeOf.get(shape.name) === 'BIGINT');
  const decimals = shapes.filter(
    ({ name, isCode, isNumber, before, after }) =>
      typeOf.get(name) === 'VARCHAR' && isNumber && !isCode && before + after <= DIGITS,
  );
  const types = codes.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(', ');
  const from = `read_csv(${list}, ${OPTIONS}${types === '' ? '' : `, types = {${types}}`})`;
  const replaced = decimals.map(shape => `${exactDecimal(shape)} as ${identifier(shape.name)}`).join(', ');
  return `select *${replaced === '' ? '' : ` replace (${replaced})`} from ${from}`;
}

async function shapesOf(connection: DuckDBConnection, list: string, names: readonly string[]): Promise<Shape[]> {
  const looks = names.flatMap(name => {
    const text = identifier(name);
    return [
      `coalesce(bool_or(regexp_matches(${text}, '^[+]|^-?0[0-9]')), false)`,
      `coalesce(bool_and(regexp_full_match(${text}, '-?[0-9]+([.][0-9]+)?')), false)`,
      `coalesce(max(length(ltrim(split_part(${text}, '.', 1), '-'))), 0)`,
      `coalesce(max(length(split_part(${text}, '.', 2))), 0)`,
    ];
  });
  const texts = `read_csv(${list}, union_by_name = true, all_varchar = true)`;
  const seen = await connection.runAndReadAll(`select ${looks.join(', ')} from (from ${texts} limit ${SAMPLE})`);
  const values = seen.getRows()[0] ?? [];
  return names.map((name, index) => {
    const [isCode, isNumber, before, after] = values.slice(index * 4, index * 4 + 4);
    return { name, isCode: isCode === true, isNumber: isNumber === true, before: Number(before), after: Number(after) };
  });
}

/** Casting alone would round what has more digits, or an exponent. */
function exactDecimal({ name, after }: Shape): string {
  const text = identifier(name);
  const fits = `length(split_part(${text}, '.', 2)) <= ${after} and not contains(lower(${text}), 'e')`;
  const complaint = `error(${text} || ' does not fit in column ' || ${literal(name)} || ' of numbers with ${after} decimals')`;
  return `case when ${text} is null or ${fits} then cast(${text} as decimal(${DIGITS}, ${after})) else ${complaint} end`;
}
