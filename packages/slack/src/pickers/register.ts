import type { Bot } from '../bot.ts';
import { exportOptions } from './exports.ts';

/** `action_id`s of external selects: `wb:pick:<what>`, and behind a further colon whatever the asker needs. */
export function registerPickers(bot: Bot): void {
  bot.options(/^wb:pick:export(:|$)/, exportOptions);
}
