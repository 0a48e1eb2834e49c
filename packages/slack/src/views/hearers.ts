import type { Bot, InView, ViewAnswer } from '../bot.ts';
import { isOfOthers, letBe, letHear } from '../commands/subscribe.ts';
import { doneView } from '../views-shown.ts';
import { formOf, textIn } from './create/form.ts';
import { CHANNEL, HEARERS } from './hearers-view.ts';

/** Lets a channel or the person hear of an export, or hear no more, from where there is no channel (L1, L5). */
export function registerHearers(bot: Bot): void {
  bot.view(HEARERS.subscribe, on => answered(on, 'Subscribed', letHear));
  bot.view(HEARERS.unsubscribe, on => answered(on, 'Unsubscribed', letBe));
}

async function answered(on: InView, title: string, act: typeof letHear): Promise<ViewAnswer> {
  const channel = textIn(formOf(on.inView.state), CHANNEL) ?? '';
  try {
    return { update: doneView(title, await act(on, on.inView.metadata, channel === '' ? on.person.id : channel)) };
  } catch (error) {
    if (!isOfOthers(error)) throw error;
    return { errors: { [CHANNEL]: 'Only editors may do that for a channel. Leave it empty to do it for yourself.' } };
  }
}
