import type { Bot } from '../bot.ts';

/** `/export` with all its words (L1). */
export function registerCommands(bot: Bot): void {
  bot.command('/export', async on => {
    await on.answer(`/export ${on.text}`);
  });
}
