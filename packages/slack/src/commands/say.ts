import type { Message } from '../blocks/block-kit.ts';
import { modal, section } from '../blocks/build.ts';
import { LIMITS } from '../blocks/limits.ts';
import { cut } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { isSlackError } from '../slack-errors.ts';

export interface SayLook {
  /** Put it in place of what was clicked in. */
  readonly replace?: boolean | undefined;
  /** Of the modal, where it is said in one. */
  readonly title?: string | undefined;
}

/**
 * Says something to the person where they are: in a message that only they see, or in a modal where they came from a
 * modal or the App Home, which would hide a message.
 */
export async function say(on: Interaction, given: Message | string, { replace, title }: SayLook = {}): Promise<void> {
  const message = typeof given === 'string' ? { text: given } : given;
  const { inView } = on;
  if (inView === undefined) return on.answer(message, { replace: replace ?? false });
  const blocks = message.blocks ?? [section(message.text)];
  const view = modal({ callbackId: 'wb:shown:said', title: cut(title ?? 'Exports', LIMITS.viewTitle), blocks });
  const isOwn = inView.callbackId === 'wb:shown:said' && replace === true;
  if (isOwn && (await on.update(view, { ...inView, hash: '' })) !== undefined) return;
  try {
    await on.open(view);
  } catch (error) {
    // Three modals are on top of each other already: this one takes the place of the last.
    if (isSlackError(error, 'push_limit_reached') && (await on.update(view, { ...inView, hash: '' }))) return;
    if (!isSlackError(error, 'expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged')) {
      throw error;
    }
    await on.answer(message);
  }
}
