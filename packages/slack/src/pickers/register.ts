import type { Bot } from '../bot.ts';
import { exportOptions } from './exports.ts';

/** `wb:pick:export:<word>`: what is done with the export that is chosen. The steps of the wizard register their own. */
export function registerPickers(bot: Bot): void {
  bot.options(/^wb:pick:export(:|$)/, exportOptions);
}
