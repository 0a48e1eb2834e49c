import type { Bot } from '../bot.ts';
import { chosenExport } from '../pickers/exports.ts';
import { menuView } from './menu.ts';
import { perform, performButton } from './perform.ts';

const PICKED = /^wb:pick:export:(\w+)$/;

/** `/export` with all its words, and everything else that does the same: buttons, the picker, the global shortcut (L1). */
export function registerCommands(bot: Bot): void {
  bot.command('/export', on => perform(on, on.text));
  bot.action(/^wb:command:/, click => performButton(click, click.value));
  bot.action(PICKED, async click => {
    const word = PICKED.exec(click.actionId)?.[1] ?? 'show';
    // Emptied.
    if (click.value === '') return;
    const name = await chosenExport(click.service, click.value);
    await perform(click, `${word} "${name}"`);
  });
  bot.shortcut('wb:menu', async on => {
    await on.open(menuView());
  });
}
