import { registerActions } from './actions/register.ts';
import type { Register } from './bot.ts';
import { registerCommands } from './commands/register.ts';
import { registerSendFiles } from './files/send-files.ts';
import { registerHome } from './home/register.ts';
import { registerPickers } from './pickers/register.ts';
import { registerCreate } from './views/create/register.ts';

/** Every part of the bot that people can do something with. */
export const FEATURES: readonly Register[] = [
  registerCommands,
  registerPickers,
  registerCreate,
  registerActions,
  registerSendFiles,
  registerHome,
];
