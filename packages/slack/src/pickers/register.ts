import type { Bot } from '../bot.ts';
import { destinationOptions, fieldOptions, modelOptions, templateOptions, zoneOptions } from './catalog.ts';
import { exportOptions } from './exports.ts';

/** `action_id`s of external selects: `wb:pick:<what>`, and behind a further colon whatever tells them apart. */
export function registerPickers(bot: Bot): void {
  bot.options(/^wb:pick:export(:|$)/, exportOptions);
  bot.options(/^wb:pick:model(:|$)/, modelOptions);
  bot.options(/^wb:pick:template(:|$)/, templateOptions);
  bot.options(/^wb:pick:destination(:|$)/, destinationOptions);
  bot.options(/^wb:pick:zone(:|$)/, zoneOptions);
  bot.options(/^wb:pick:field:/, fieldOptions);
}
