import type { ExportSummary, RunSummary } from '@waybill/api';
import type { TreeNode } from './service-part.ts';
import { WrongPlace } from './the-file.ts';

const isNode = (given: unknown): given is TreeNode =>
  typeof given === 'object' && given !== null && 'kind' in given && 'item' in given;

export const isExportNode = (given: unknown): given is Extract<TreeNode, { kind: 'export' }> =>
  isNode(given) && given.kind === 'export';

/** The run that a command is about. */
export function runOf(given: unknown): RunSummary {
  if (isNode(given) && given.kind === 'run') return given.item;
  throw new WrongPlace('This is for runs.', 'Choose a run in the view "Exports".');
}

/** The deployed export that a command is about. */
export function exportOf(given: unknown): ExportSummary {
  if (isExportNode(given)) return given.item;
  throw new WrongPlace('This is for deployed exports.', 'Choose an export in the view "Exports".');
}
