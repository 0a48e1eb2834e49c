import type { GlobalOptions } from '../command-context.ts';
import { stepLine } from '../destination/step-lines.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { renderProblems } from '../render/problems.ts';
import { visible } from '../render/visible.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { localProblem } from '../service/service-problems.ts';
import { withService } from '../service/with-service.ts';

/** Proves from the service that a destination takes files (X1); gives the exit code. */
export async function testDeployedDestination(
  io: Io,
  name: string,
  options: ServiceOptions & GlobalOptions,
): Promise<number> {
  return withService(io, options, async client => {
    const result = await client.testDestination({ params: { name } });
    const problems = result.steps.flatMap(step => step.problems).map(p => localProblem(p));
    if (options.json) sayJson(io.out, result);
    else {
      const { colours } = io.out;
      say(io.out, `${visible(name)}: ${visible(result.where)}, from the service`);
      say(io.out, ...result.steps.map(step => stepLine(step, colours)));
      if (result.ok) say(io.out, `${colours.green('✓')} ${visible(name)} takes files.`);
      else io.err.write(`\n${renderProblems(problems, { colours: io.err.colours, textOf: () => undefined })}`);
    }
    const code = exitCodeOf(problems);
    return result.ok || code !== EXIT.ok ? code : EXIT.server;
  });
}
