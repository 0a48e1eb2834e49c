import { missingScope, retryAfterOf, slackErrorCode } from '../slack-errors.ts';

/** Why a message could not be sent: a sentence for people, and after how many seconds trying again may help. */
export interface ChannelTrouble {
  readonly error: string;
  /** Undefined: never. */
  readonly retryAfter?: number;
}

const MINUTE = 60;

/** L6: says what to do, with the command to type. */
export function channelTrouble(error: unknown, target: string): ChannelTrouble {
  const wait = retryAfterOf(error);
  if (wait !== undefined) return { error: 'Slack asked to wait: there were too many messages.', retryAfter: wait };
  const scope = missingScope(error);
  if (scope !== undefined) {
    return { error: `The Slack app lacks the permission ${scope}: install it anew with the manifest of this version.` };
  }
  const code = slackErrorCode(error);
  switch (code) {
    case 'not_in_channel':
    case 'channel_not_found':
      return target.startsWith('@')
        ? { error: `Slack finds nobody by the name ${target}: write the member id (U…) in its place.` }
        : { error: inviteSentence(target), retryAfter: MINUTE };
    case 'is_archived':
      return { error: `The channel ${target} is archived in Slack: name another one in \`notify\`.` };
    case 'user_not_found':
    case 'user_disabled':
    case 'cannot_dm_bot':
      return { error: `Slack has no such person any more: ${target}.` };
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
      return { error: `The bot may not write to ${target}: the channel lets only some people do so.` };
    case 'invalid_auth':
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
    case 'not_authed':
      return { error: `Slack does not let the bot in (${code}): check SLACK_BOT_TOKEN.`, retryAfter: MINUTE };
    case undefined:
      return {
        error: `Slack was not reached: ${error instanceof Error ? error.message : String(error)}`,
        retryAfter: MINUTE,
      };
    default:
      return { error: `Slack did not take it: ${code}.`, retryAfter: MINUTE };
  }
}

/** What to type, and where. */
export const inviteSentence = (channel: string): string =>
  `The bot is not in ${/^[CG][A-Z0-9]+$/.test(channel) ? `<#${channel}>` : channel}. ` +
  'Invite it: type `/invite @Waybill` in that channel.';
