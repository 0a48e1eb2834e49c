import type { Register } from '../bot.ts';
import { registerBackfill } from '../views/backfill.ts';
import { registerHearers } from '../views/hearers.ts';
import { registerPause } from '../views/pause.ts';
import { registerRerun } from '../views/rerun.ts';
import { registerReschedule } from '../views/reschedule.ts';
import { registerRunActions } from './run-actions.ts';

/** Every button that acts on something, and the dialogs about one export. */
export const registerActions: Register = bot => {
  registerRunActions(bot);
  registerPause(bot);
  registerReschedule(bot);
  registerRerun(bot);
  registerBackfill(bot);
  registerHearers(bot);
};
