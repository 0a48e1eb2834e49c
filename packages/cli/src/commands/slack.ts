import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { asksService, type ServiceOptions } from '../service/service-options.ts';

const AFTER_HELP = `
The bot lets people work with exports in Slack, and tells channels how runs go. \`waybill serve\` starts it by itself when
SLACK_BOT_TOKEN is set; this command runs it alone, beside a service that is elsewhere. docs/slack.md has every step,
from the app's manifest on.

SLACK_APP_TOKEN   Socket Mode, which needs no address that Slack reaches
SLACK_SIGNING_SECRET, SLACK_PORT, SLACK_HOST   HTTP instead
SLACK_API_URL     another address than Slack's own

The service's token has to be one that may act for others; on the machine of the service one is made by itself:
  waybill token create slack --role admin --delegate

Examples:
  SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… waybill slack
  WAYBILL_URL=https://exports.brand.example WAYBILL_TOKEN=wb_… waybill slack

Exit codes: 0 stopped as it was asked to · 2 a setting is wrong, or Slack or the service does not let it in · 6 no service
is named
`;

/** `waybill slack` (L8): the bot, in this process. */
export function addSlack(program: CliCommand, { io, action }: CommandContext): void {
  asksService(program.command('slack'))
    .description('start the Slack bot alone')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[], ServiceOptions>(async ({ options }) => {
        const { runSlack } = await import('../slack/run-slack.ts');
        return runSlack(io, options);
      }),
    );
}
