import { ApiError } from '@waybill/api';
import { actions, section } from '../blocks/build.ts';
import { bold, entities } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { PersonError } from '../error-sentence.ts';
import { inviteSentence } from '../notices/channel-trouble.ts';
import { isSlackError } from '../slack-errors.ts';
import { hearersView } from '../views/hearers-view.ts';
import { exportNamed } from './choose-export.ts';
import { commandButton } from './command-button.ts';
import { exactly, splitTarget } from './parse-command.ts';
import { say } from './say.ts';

const HEARS = 'of successes, failures, late and cancelled runs, and files in quarantine';

/** Lets this channel, or this person, hear of an export's runs (L1); where there is no channel, it asks who. */
export async function subscribe(on: Interaction, argument: string): Promise<void> {
  const { name, target: said } = splitTarget(argument);
  const found = await exportNamed(on, 'subscribe', name, said === undefined ? '' : ` ${said}`);
  if (found === undefined) return;
  if (said === undefined && on.channel === undefined) return void (await on.open(hearersView(found.name, 'subscribe')));
  try {
    await say(on, await letHear(on, found.name, targetOf(on, said)));
  } catch (error) {
    if (!isOfOthers(error)) throw error;
    return offerMe(on, found.name);
  }
}

/** Whether somebody who may only look asked for others. */
export const isOfOthers = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'subscription-of-others';

/** @returns the sentence about it. @throws `subscription-of-others`, a sentence where the bot may not write. */
export async function letHear(on: Interaction, name: string, target: string): Promise<string> {
  let isNew = true;
  const onReplay = () => {
    isNew = false;
  };
  await on.service.putSubscription({ params: { name, target }, body: {} }, { onReplay });
  if (target === on.person.id) return `You hear ${HEARS} of ${bold(name)} from now on, by direct message.`;
  // Heard of before, here or in another process: the channel was told (L6).
  if (isNew) await announce(on, name, target);
  const who = target === on.channel ? 'This channel' : `<#${target}>`;
  return `${who} hears ${HEARS} of ${bold(name)} from now on.`;
}

/** Tells the channel, which shows at once whether the bot may write there. */
async function announce(on: Interaction, name: string, channel: string): Promise<void> {
  const text = `<@${on.person.id}> subscribed this channel to the export ${bold(name)}: it hears ${HEARS}.`;
  try {
    await on.slack.chat.postMessage({ channel, text });
  } catch (error) {
    if (!isSlackError(error, 'not_in_channel', 'channel_not_found')) throw error;
    // What nobody could be told of would look as if it worked.
    await on.service.deleteSubscription({ params: { name, target: channel } });
    throw new PersonError(`${inviteSentence(channel)} Then subscribe once more.`);
  }
}

async function offerMe(on: Interaction, name: string): Promise<void> {
  const text = `Only editors may subscribe a channel. You yourself can hear of ${bold(name)} by direct message.`;
  const mine = commandButton('me', 'Tell me', `subscribe ${exactly(name)} me`, { style: 'primary' });
  await say(on, { text, blocks: [section(text), actions([mine])] });
}

export async function unsubscribe(on: Interaction, argument: string): Promise<void> {
  const { name, target: said } = splitTarget(argument);
  const found = await exportNamed(on, 'unsubscribe', name, said === undefined ? '' : ` ${said}`);
  if (found === undefined) return;
  if (said === undefined && on.channel === undefined)
    return void (await on.open(hearersView(found.name, 'unsubscribe')));
  await say(on, await letBe(on, found.name, targetOf(on, said)));
}

/** @returns the sentence about it. @throws a sentence where nobody had subscribed. */
export async function letBe(on: Interaction, name: string, target: string): Promise<string> {
  const isMe = target === on.person.id;
  const who = isMe ? 'You' : target === on.channel ? 'This channel' : `<#${target}>`;
  try {
    await on.service.deleteSubscription({ params: { name, target } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unknown-subscription') throw error;
    throw new PersonError(
      `${who} did not subscribe to ${entities(name)}. If it is told here all the same, its definition says so: ` +
        'change `notify` there.',
    );
  }
  return `${who} ${isMe ? 'hear' : 'hears'} no more of ${bold(name)}, except for what its definition says.`;
}

/** This channel; in direct messages, and where there is no channel, the person. */
function targetOf({ channel, person }: Interaction, said: 'here' | 'me' | undefined): string {
  return said === 'me' || channel === undefined || channel.startsWith('D') ? person.id : channel;
}
