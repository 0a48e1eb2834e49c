import type { Problem, ProblemDetails } from '../errors/index.ts';
import { type Code, type ParamsOf, problem } from '../errors/index.ts';

/** A stretch of a text, in UTF-16 code units from its beginning, as JavaScript and editors count. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/**
 * A problem and where it is inside the value that was checked. Only the caller knows where that value stands in a
 * file, so it turns `path` and `span` into a place.
 */
export interface LocalProblem {
  readonly problem: Problem;
  /** Keys below the value that was checked, e.g. `['from']` in a window; empty when the value is a text. */
  readonly path: readonly string[];
  /** Where in the text at `path`; absent when the whole of it is meant. */
  readonly span?: Span;
}

/** What a check or a parser answers: a value, or everything that is wrong with it. It never throws for bad input. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly [LocalProblem, ...LocalProblem[]] };

export const good = <T>(value: T): Checked<T> => ({ ok: true, value });

export const bad = (...problems: readonly [LocalProblem, ...LocalProblem[]]): Checked<never> => ({
  ok: false,
  problems,
});

/** The value when nothing is wrong, otherwise the problems; for checks that collect a list. */
export function goodUnless<T>(problems: readonly LocalProblem[], value: () => T): Checked<T> {
  const [first, ...rest] = problems;
  return first ? bad(first, ...rest) : good(value());
}

/** Makes a problem of the catalogue at a place inside the value that is checked. */
export function at<C extends Code>(
  code: C,
  params: ParamsOf<C>,
  where: { readonly path?: readonly string[]; readonly span?: Span } = {},
  details: ProblemDetails = {},
): LocalProblem {
  const found = problem(code, params, details);
  return where.span === undefined
    ? { problem: found, path: where.path ?? [] }
    : { problem: found, path: where.path ?? [], span: where.span };
}

/** The same problems, one key deeper: what a part found, told by the whole. */
export const below = (key: string, problems: readonly LocalProblem[]): LocalProblem[] =>
  problems.map(p => ({ ...p, path: [key, ...p.path] }));
