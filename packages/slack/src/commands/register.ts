import type { Bot } from '../bot.ts';
import { chosenExport } from '../pickers/exports.ts';
import { menuView } from './menu.ts';
import type { Word } from './parse-command.ts';
import { perform, performButton, performWord } from './perform.ts';

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
    await performWord(click, word as Word, name);
  });
  bot.shortcut('wb:menu', async on => {
    await on.open(menuView());
  });
}
