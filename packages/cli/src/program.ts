import { CommanderError } from 'commander';
import { CliCommand } from './cli-command.ts';
import { type CommandContext, commandContext } from './command-context.ts';
import { addArchive } from './commands/archive.ts';
import { addAudience } from './commands/audience.ts';
import { addAudit } from './commands/audit.ts';
import { addBackfill } from './commands/backfill.ts';
import { addCatalog } from './commands/catalog.ts';
import { addClone } from './commands/clone.ts';
import { addDecisions } from './commands/decide.ts';
import { addDemo } from './commands/demo.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDestination } from './commands/destination.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDownload } from './commands/download.ts';
import { addFormat } from './commands/format.ts';
import { addHistory } from './commands/history.ts';
import { addInit } from './commands/init.ts';
import { addList } from './commands/list.ts';
import { addLog } from './commands/log.ts';
import { addLsp } from './commands/lsp.ts';
import { addPause } from './commands/pause.ts';
import { addPreview } from './commands/preview.ts';
import { addRerun } from './commands/rerun.ts';
import { addReschedule } from './commands/reschedule.ts';
import { addRole } from './commands/role.ts';
import { addRun } from './commands/run.ts';
import { addSchedule } from './commands/schedule.ts';
import { addSchema } from './commands/schema.ts';
import { addSecret } from './commands/secret.ts';
import { addServe } from './commands/serve.ts';
import { addShow } from './commands/show.ts';
import { addSlack } from './commands/slack.ts';
import { addTemplate } from './commands/template.ts';
import { addToken } from './commands/token.ts';
import { addValidate } from './commands/validate.ts';
import { addWatch } from './commands/watch.ts';
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
  waybill serve                                 run exports by their schedules; then:
  waybill deploy exports                        give it every export of a folder

Exit codes:
  0    done; everything is in order
  1    a fault of Waybill itself
  2    something written is wrong: a definition, the catalog, waybill.yaml, the command line
  3    a source or a destination failed
  4    this machine: no disk space, no permission, the same export runs already
  5    a check before delivery says no: a file in quarantine, or \`on_empty: fail\`
  6    the service cannot be reached, or does not take the token
  130  interrupted, or a question was answered with no

NO_COLOR=1 switches colours off; a pipe never gets any.
`;

type AddCommand = (program: CliCommand, context: CommandContext) => void;

const COMMANDS: readonly (readonly [heading: string, readonly AddCommand[]])[] = [
  ['To begin with:', [addDemo, addInit, addDoctor]],
  [
    'Files of the workspace:',
    [addValidate, addFormat, addPreview, addRun, addSchedule, addTemplate, addAudience, addLsp, addSchema],
  ],
  ['Sources and destinations:', [addCatalog, addDestination]],
  [
    'The service and its exports:',
    [addServe, addSlack, addDeploy, addList, addShow, addDiff, addPause, addReschedule, addClone, addArchive],
  ],
  ['Runs of the service:', [addHistory, addLog, addWatch, addDecisions, addRerun, addBackfill, addDownload]],
  ['Who may what:', [addToken, addRole, addSecret, addAudit]],
];

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
    for (const [heading, commands] of COMMANDS) {
      program.commandsGroup(heading);
      for (const add of commands) add(program, context);
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
