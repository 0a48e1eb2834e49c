import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { oneOf, wholeNumber } from '../parse-options.ts';
import { asksService, SERVICE_EXITS, type ServiceOptions } from '../service/service-options.ts';

const CREATE_HELP = `
The token goes to the standard output, this once; all else to the standard error.

Examples:
  waybill token create "anna" --role editor --email anna@example.com
  WAYBILL_TOKEN=$(waybill token create ci --role editor --days 90)
  waybill token create slack --role admin --delegate            for a bot that acts for others

Exit codes: 0 made · ${SERVICE_EXITS}
`;

const LIST_HELP = `
Examples:
  waybill token list

Exit codes: 0 shown · ${SERVICE_EXITS}
`;

const REVOKE_HELP = `
Examples:
  waybill token revoke ci                       by its name, where only one has it
  waybill token revoke tok_01k9x3v5q7m2

Exit codes: 0 revoked · ${SERVICE_EXITS}
`;

const ROLES = ['viewer', 'editor', 'admin'] as const;

export interface TokenOptions extends ServiceOptions {
  readonly role: (typeof ROLES)[number];
  readonly email?: string;
  readonly days?: number;
  readonly delegate?: boolean;
}

/** `waybill token …` (C1, Q1). */
export function addToken(program: CliCommand, { io, action }: CommandContext): void {
  const token = program.command('token').description('work with the tokens that let people and programs in');
  asksService(token.command('create'))
    .description('make a token')
    .argument('<name>', 'who or what will use it')
    .requiredOption(
      '--role <role>',
      'viewer reads, editor changes exports, admin also the service',
      oneOf('--role', ROLES),
    )
    .option('--email <address>', 'where its bearer hears about what the bearer created')
    .option('--days <count>', 'how long it works (default: until it is revoked)', wholeNumber('--days', 1, 3650))
    .option('--delegate', 'it may act on behalf of others')
    .addHelpText('after', CREATE_HELP)
    .action(
      // `--token` is who asks.
      action<[string], TokenOptions>(async ({ arguments: [name], options }) => {
        const { createToken } = await import('../administration/tokens.ts');
        return createToken(io, name, options);
      }),
    );
  asksService(token.command('list'))
    .description('list tokens, without themselves')
    .addHelpText('after', LIST_HELP)
    .action(
      action<[], ServiceOptions>(async ({ options }) => {
        const { listTokens } = await import('../administration/tokens.ts');
        return listTokens(io, options);
      }),
    );
  asksService(token.command('revoke'))
    .description('let a token work no longer')
    .argument('<id>', 'id or name of a token')
    .addHelpText('after', REVOKE_HELP)
    .action(
      action<[string], ServiceOptions>(async ({ arguments: [id], options }) => {
        const { revokeToken } = await import('../administration/tokens.ts');
        return revokeToken(io, id, options);
      }),
    );
}
