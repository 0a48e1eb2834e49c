import { exitCodeOf } from './exit-codes.ts';
import { type Io, sayJson } from './io.ts';
import { problemsOf, stackOf } from './problems-of.ts';
import { problemJson } from './render/problem-json.ts';
import { renderProblems, textReader } from './render/problems.ts';

/** Shows what ended a command, and gives its exit code. */
export function reportError(
  error: unknown,
  io: Io,
  { json, verbose }: { readonly json: boolean; readonly verbose: boolean },
): number {
  const problems = problemsOf(error);
  if (json) sayJson(io.out, { problems: problems.map(problemJson) });
  else io.err.write(renderProblems(problems, { colours: io.err.colours, textOf: textReader(io.cwd) }));
  if (verbose) io.err.write(`${stackOf(error)}\n`);
  return exitCodeOf(problems);
}
