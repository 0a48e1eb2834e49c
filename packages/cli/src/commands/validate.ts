import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { say, sayJson } from '../io.ts';

const AFTER_HELP = `
Without files, everything in the workspace is checked: waybill.yaml, the catalog, templates and exports, with the
keys and audience files that they name. No database or server is asked, and no secret is needed.

Examples:
  waybill validate
  waybill validate exports/daily-sales.export.yaml
  waybill validate exports/                     every file in a folder
  waybill validate --json                       for other programs: {"problems": […], "files": 31, …}

Exit codes: 0 no errors (there may be warnings) · 2 errors · 4 a file cannot be read
`;

/** `waybill validate` (C1): definition and catalog checked as the engine and the editors check them. */
export function addValidate(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('validate')
    .description('check definitions, the catalog and waybill.yaml')
    .argument('[file...]', 'files or folders (default: the whole workspace)')
    .option('--strict', 'count warnings as errors for the exit code')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string[]], { strict?: boolean }>(async ({ arguments: [named], options }) => {
        const { checkFiles } = await import('../workspace/check-files.ts');
        const { exitCodeOf, EXIT } = await import('../exit-codes.ts');
        const { countText, renderProblem, textReader } = await import('../render/problems.ts');
        const { problems, files } = await checkFiles(io, options, named);
        const errors = problems.filter(p => p.severity === 'error').length;
        if (options.json) {
          const { problemJson } = await import('../render/problem-json.ts');
          const counts = { files: files.length, errors, warnings: problems.length - errors };
          sayJson(io.out, { problems: problems.map(problemJson), ...counts });
        } else {
          const { colours } = io.out;
          const textOf = textReader(io.cwd);
          for (const p of problems) say(io.out, renderProblem(p, { colours, textOf }), '');
          const counted = files.length === 1 ? (files[0] ?? '') : `${files.length} files`;
          const mark = errors > 0 ? colours.red('✗') : colours.green('✓');
          say(io.out, `${mark} ${counted}: ${countText(problems)}`);
        }
        return options.strict && problems.length > 0 ? EXIT.input : exitCodeOf(problems);
      }),
    );
}
