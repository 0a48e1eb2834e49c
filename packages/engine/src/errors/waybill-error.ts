import { CATALOGUE, type Code, type ParamsOf } from './codes.ts';
import type { ProblemKind } from './define.ts';

/** Where a problem is. Lines and columns count from 1, as editors show them; the end is exclusive. */
export interface Place {
  /** Path of the file as the user named it. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** Key path in the document, e.g. `fields[2].to`. */
  readonly path?: string;
}

export interface ProblemDetails {
  readonly place?: Place;
  /** What stands there, as written. */
  readonly found?: string;
  /** What would be right, in words or as a list of choices. */
  readonly expected?: string;
  /** The nearest right words, best first; an editor offers them as quick fixes. */
  readonly suggestions?: readonly string[];
}

/** One problem, as data: every surface (CLI, API, Slack, VS Code) renders this. */
export interface Problem extends ProblemDetails {
  readonly code: Code;
  readonly kind: ProblemKind;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

/** Makes a problem from the catalogue. The nearest word, if any, is part of the message. */
export function problem<C extends Code>(code: C, params: ParamsOf<C>, details: ProblemDetails = {}): Problem {
  const entry = CATALOGUE[code] as unknown as {
    kind: ProblemKind;
    severity?: 'error' | 'warning';
    message: (p: ParamsOf<C>) => string;
    fix: (p: ParamsOf<C>) => string;
  };
  const nearest = details.suggestions?.[0];
  const message = entry.message(params);
  return {
    code,
    kind: entry.kind,
    severity: entry.severity ?? 'error',
    message: nearest === undefined ? message : `${message} Did you mean "${nearest}"?`,
    fix: entry.fix(params),
    ...details,
  };
}

/** An error that carries one or more problems. Anything else that is thrown is an internal fault. */
export class WaybillError extends Error {
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(problems: readonly [Problem, ...Problem[]], options?: ErrorOptions) {
    super(problems.map(p => p.message).join('\n'), options);
    this.name = 'WaybillError';
    this.problems = problems;
  }

  get code(): Code {
    return this.problems[0].code;
  }

  get kind(): ProblemKind {
    return this.problems[0].kind;
  }
}

/** Throws one problem of the catalogue; `cause` keeps the original error. */
export function fail<C extends Code>(
  code: C,
  params: ParamsOf<C>,
  details: ProblemDetails = {},
  cause?: unknown,
): never {
  throw new WaybillError([problem(code, params, details)], cause === undefined ? undefined : { cause });
}

/** Throws when the list holds an error; warnings alone pass. */
export function failOnErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(p => p.severity === 'error');
  const [first, ...rest] = errors;
  if (first) throw new WaybillError([first, ...rest]);
}
