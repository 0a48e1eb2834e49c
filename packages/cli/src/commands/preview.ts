import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { oneOf, wholeNumber } from '../parse-options.ts';

const AFTER_HELP = `
The first rows go through the same writer as a real run. Personal data is masked unless --show-personal-data is given.

Formats:
  table    rows in columns, with the file's name, its window and an estimate of its rows (default)
  bytes    the exact bytes of the file, nothing else: pipe them where you like
  json     all of it for other programs, the bytes as base64 (the same as --json)

Examples:
  waybill preview exports/daily-sales.export.yaml
  waybill preview exports/daily-sales.export.yaml --rows 5 --format bytes | xxd | head
  waybill preview exports/daily-sales.export.yaml --sql
  waybill preview exports/daily-sales.export.yaml --day 2026-03-29

Exit codes: 0 shown · 2 the definition is wrong · 3 the source failed · 130 interrupted
`;

export interface PreviewOptions {
  readonly rows: number;
  readonly format: 'table' | 'bytes' | 'json';
  readonly showPersonalData?: boolean;
  readonly sql?: boolean;
  readonly at?: string;
  readonly day?: string;
}

/** `waybill preview FILE` (V6, C1): the first rows as the file would have them. */
export function addPreview(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('preview')
    .description('show the first rows of an export as the file would have them')
    .argument('<file>', 'an export, `NAME.export.yaml`')
    .option('--rows <count>', 'how many rows', wholeNumber('--rows', 0, 100_000), 50)
    .option('--format <format>', 'table, bytes or json', oneOf('--format', ['table', 'bytes', 'json']), 'table')
    .option('--show-personal-data', 'do not mask personal data')
    .option('--sql', 'show the query that a run asks the database')
    .option('--at <instant>', 'as if it ran at this instant, `2026-12-01T06:30:00+01:00` (default: now)')
    .option('--day <date>', "the run's day, `2026-12-01`, which windows and `date:` count from")
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string], PreviewOptions>(async ({ arguments: [file], options }) => {
        const { showPreview } = await import('../runs/show-preview.ts');
        return showPreview(io, file, options);
      }),
    );
}
