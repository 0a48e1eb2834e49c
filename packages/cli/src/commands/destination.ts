import type { TestStepResult } from '@waybill/engine/delivery';
import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { say, sayJson } from '../io.ts';

const AFTER_HELP = `
Connects, writes a small file under a hidden name, compares its size, renames it, looks at it, and deletes it: all
that a delivery does. Nothing is left behind.

Examples:
  waybill destination test partner-sftp
  waybill destination test share --json

Exit codes: 0 every step worked · 2 no such destination, or its settings are wrong · 3 a step failed · 130 interrupted
`;

/** What each step proves, in words. */
const IN_WORDS: Readonly<Record<TestStepResult['step'], string>> = {
  connect: 'connect and log in',
  write: 'write a file',
  verify: 'compare it',
  rename: 'put it under its name',
  size: 'see it there, whole',
  delete: 'delete it',
};

/** `waybill destination test NAME` (X1). */
export function addDestination(program: CliCommand, { io, action }: CommandContext): void {
  const destination = program.command('destination').description('work with the destinations of the workspace');
  destination
    .command('test')
    .description('prove that a destination takes files')
    .argument('<name>', 'name of a destination in waybill.yaml')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], object>(async ({ arguments: [name], options }) => {
        const { checkAllowedHost, createDestination, testDestination } = await import('@waybill/engine/delivery');
        const { exitCodeOf } = await import('../exit-codes.ts');
        const { locateWorkspace } = await import('../workspace/locate.ts');
        const { interruptible } = await import('../interrupts.ts');
        const { renderProblems, textReader } = await import('../render/problems.ts');
        const { failOnErrors } = await import('@waybill/engine/errors');
        const workspace = locateWorkspace(io, options);
        failOnErrors(workspace.problems);
        const target = createDestination(name, workspace.destination(name), { baseFolder: workspace.folder });
        checkAllowedHost(target, workspace.limits.destinationHosts);

        const { colours } = io.out;
        const onStep = ({ step, outcome, milliseconds }: TestStepResult) => {
          const mark = { ok: colours.green('✓'), failed: colours.red('✗'), 'left out': colours.dim('–') }[outcome];
          const time = outcome === 'left out' ? 'left out' : `${milliseconds} ms`;
          say(io.out, `  ${mark} ${IN_WORDS[step].padEnd(22)} ${colours.dim(time)}`);
        };
        if (!options.json) say(io.out, `${name}: ${target.describe('')}`);
        const result = await interruptible(io.err, signal =>
          testDestination(target, options.json ? { signal } : { signal, onStep }),
        );
        const problems = result.steps.flatMap(step => step.problems);
        if (options.json) {
          const { problemJson } = await import('../render/problem-json.ts');
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
      }),
    );
}
