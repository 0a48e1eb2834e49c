import type { ExportSummary, Role } from '@waybill/api';
import { overflow } from '../blocks/build.ts';
import type { Word } from '../commands/parse-command.ts';

/** What the menu of an export in a list offers: at most five, the rest stands with what Show shows. Pure. */

const ID = 'wb:home:do:';
export const EXPORT_MENU = /^wb:home:do:([\w-]+)$/;

export type MenuWord = Word | 'yaml';

const READER = [
  ['show', 'Show'],
  ['history', 'History'],
  ['yaml', 'Definition'],
  ['subscribe', 'Tell me of its runs'],
] as const;

export function exportMenu(summary: Pick<ExportSummary, 'id' | 'name' | 'status' | 'pausedUntil'>, role: Role) {
  const words: readonly (readonly [MenuWord, string])[] =
    role === 'viewer'
      ? READER
      : [
          ['show', 'Show, and everything else'],
          ['run', 'Run now'],
          planned(summary),
          ['reschedule', 'Reschedule'],
          ['clone', 'Copy'],
        ];
  return overflow(`${ID}${summary.id}`, words);
}

/** What ran once and is over can neither be paused nor go on. */
function planned({ status, pausedUntil }: Pick<ExportSummary, 'status' | 'pausedUntil'>): readonly [MenuWord, string] {
  if (status === 'finished' || status === 'failed') return ['history', 'History'];
  return status === 'inactive' || pausedUntil !== null ? ['resume', 'Resume'] : ['pause', 'Pause'];
}
