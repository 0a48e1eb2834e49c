import { checkAllowedHost, createDestination, type TestStepResult, testDestination } from '@waybill/engine/delivery';
import { failOnErrors } from '@waybill/engine/errors';
import type { GlobalOptions } from '../command-context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { problemJson } from '../render/problem-json.ts';
import { renderProblems, textReader } from '../render/problems.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { stepLine } from './step-lines.ts';

/** Proves from this machine that a destination of waybill.yaml takes files (X1); gives the exit code. */
export async function testLocalDestination(io: Io, name: string, options: GlobalOptions): Promise<number> {
  const workspace = locateWorkspace(io, options);
  failOnErrors(workspace.problems);
  const target = createDestination(name, workspace.destination(name), { baseFolder: workspace.folder });
  checkAllowedHost(target, workspace.limits.destinationHosts);

  const { colours } = io.out;
  const onStep = (step: TestStepResult) => say(io.out, stepLine(step, colours));
  if (!options.json) say(io.out, `${name}: ${target.describe('')}`);
  const result = await interruptible(io.err, signal =>
    testDestination(target, options.json ? { signal } : { signal, onStep }),
  );
  const problems = result.steps.flatMap(step => step.problems);
  if (options.json) {
    const steps = result.steps.map(({ step, outcome, milliseconds }) => ({ step, outcome, milliseconds }));
    sayJson(io.out, {
      ok: result.ok,
      destination: name,
      where: result.where,
      steps,
      problems: problems.map(problemJson),
    });
  } else if (result.ok) say(io.out, `${colours.green('✓')} ${name} takes files.`);
  else io.err.write(`\n${renderProblems(problems, { colours: io.err.colours, textOf: textReader(io.cwd) })}`);
  return exitCodeOf(problems);
}
