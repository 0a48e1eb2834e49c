import type { Register } from '../bot.ts';
import { registerRunActions } from './run-actions.ts';

/** Every button that acts on something. */
export const registerActions: Register = bot => {
  registerRunActions(bot);
};
