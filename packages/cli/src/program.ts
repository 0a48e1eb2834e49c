import { CommanderError } from 'commander';
import { CliCommand } from './cli-command.ts';
import { commandContext } from './command-context.ts';
import { addAudience } from './commands/audience.ts';
import { addCatalog } from './commands/catalog.ts';
import { addDemo } from './commands/demo.ts';
import { addDestination } from './commands/destination.ts';
import { addDoctor } from './commands/doctor.ts';
import { addFormat } from './commands/format.ts';
import { addInit } from './commands/init.ts';
import { addPreview } from './commands/preview.ts';
import { addRun } from './commands/run.ts';
import { addSchedule } from './commands/schedule.ts';
import { addTemplate } from './commands/template.ts';
import { addValidate } from './commands/validate.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

const AFTER_HELP = `
Examples:
  waybill demo                                  see all of it work, with made-up data
  waybill init loyalty                          a new workspace, with demo data to play with
  waybill validate                              check every file of the workspace
  waybill preview exports/daily-sales.export.yaml
  waybill run exports/daily-sales.export.yaml

Exit codes:
  0    done; everything is in order
  1    a fault of Waybill itself
  2    something written is wrong: a definition, the catalog, waybill.yaml, the command line
  3    a source or a destination failed
  4    this machine: no disk space, no permission, the same export runs already
  5    a check before delivery says no: a file in quarantine, or \`on_empty: fail\`
  130  interrupted

NO_COLOR=1 switches colours off; a pipe never gets any.
`;

/** Runs one command line to its end and gives the exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  const { context, exitCode } = commandContext(io);
  const program = new CliCommand('waybill');
  try {
    program
      .description('Loyalty and CRM data out of your own databases, as files, on time, to where they are awaited.')
      .version(version(), '-V, --version', 'print the version')
      .helpOption('-h, --help', 'show this help')
      .helpCommand('help [command]', 'show the help of a command')
      .option('-w, --workspace <dir>', 'the workspace (default: the nearest folder above with a waybill.yaml)')
      .option('--json', 'print the result as JSON')
      .option('--verbose', 'show the stack of an internal fault')
      .option('--no-color', 'no colours, also on a terminal')
      .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(io.out.columns, 110) })
      .configureOutput({ writeOut: text => io.out.write(text), writeErr: text => io.err.write(text) })
      .exitOverride()
      .addHelpText('after', AFTER_HELP);
    for (const add of [
      addInit,
      addValidate,
      addFormat,
      addPreview,
      addRun,
      addSchedule,
      addDestination,
      addCatalog,
      addTemplate,
      addAudience,
      addDemo,
      addDoctor,
    ]) {
      add(program, context);
    }
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.ok;
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCode();
  } catch (error) {
    // Help and version are ends of a command line, not mistakes.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.input;
    const { reportError } = await import('./report-error.ts');
    return reportError(error, io, { json: argv.includes('--json'), verbose: argv.includes('--verbose') });
  }
}
