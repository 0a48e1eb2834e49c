import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { say, sayJson } from '../io.ts';
import { UsageFault } from '../usage-fault.ts';

const AFTER_HELP = `
The canonical form has its keys in the order of the documentation and the short forms where they say the same;
comments stay. One file is printed; --write changes files in place; --check only says which would change.
Without files, --write and --check take the whole workspace.

Examples:
  waybill format exports/daily-sales.export.yaml
  waybill format --write exports/daily-sales.export.yaml
  waybill format --check                        in CI: exit code 2 when a file is not in the canonical form

Exit codes: 0 done, or all in the canonical form · 2 --check found some, or a file is not valid YAML · 4 cannot write
`;

interface FormatOptions {
  readonly check?: boolean;
  readonly write?: boolean;
}

/** `waybill format` (C1): the canonical form, which Slack and the editors write too. */
export function addFormat(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('format')
    .description('print files in the canonical form, or put them into it')
    .argument('[file...]', 'files or folders')
    .option('--check', 'change nothing; fail when a file is not in the canonical form')
    .option('--write', 'change the files in place')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string[]], FormatOptions>(async ({ arguments: [named], options }) => {
        const { check = false, write = false, json = false } = options;
        if (check && write) throw UsageFault.of('options-exclude', { one: '--check', other: '--write' });
        if (!check && !write && named.length !== 1) {
          throw UsageFault.of('missing-argument', {
            argument:
              named.length === 0 ? 'a file, `--check` or `--write`' : '`--check` or `--write` for several files',
            command: 'waybill format',
          });
        }
        const { formatFiles } = await import('../workspace/format-files.ts');
        const { exitCodeOf } = await import('../exit-codes.ts');
        const { files, problems } = formatFiles(io, options, named, { write, check });
        const [only] = files;
        const printed = !check && !write && only && files.length === 1 ? only.text : undefined;
        if (json) {
          const { problemJson } = await import('../render/problem-json.ts');
          const shown = files.map(({ file, changed }) => ({ file, changed }));
          const text = printed === undefined ? {} : { text: printed };
          sayJson(io.out, { problems: problems.map(problemJson), files: shown, ...text });
          return exitCodeOf(problems);
        }
        if (printed !== undefined) io.out.write(printed);
        if (write) for (const { file, changed } of files) if (changed) say(io.out, file);
        if (problems.length > 0) {
          const { renderProblems, textReader } = await import('../render/problems.ts');
          io.err.write(renderProblems(problems, { colours: io.err.colours, textOf: textReader(io.cwd) }));
        } else if (check || write) {
          const changed = files.filter(f => f.changed).length;
          const rest = changed === 0 ? 'all in the canonical form' : `${changed} changed`;
          say(io.out, `${io.out.colours.green('✓')} ${files.length} ${files.length === 1 ? 'file' : 'files'}: ${rest}`);
        }
        return exitCodeOf(problems);
      }),
    );
}
