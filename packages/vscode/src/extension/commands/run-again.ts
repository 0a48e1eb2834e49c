import { askRerun, isYes } from '../ask-rerun.ts';
import type { Command } from '../extension.ts';
import { followRun } from '../follow-run.ts';
import { runOf } from '../tree-node.ts';

/** Repeats a run that did not fail; asks first what would be overwritten, unless it is given `{yes: true}`. */
export const runAgain: Command = {
  id: 'waybill.runAgain',
  run: async (extension, node, options) =>
    followRun(extension, await askRerun(extension, runOf(node).id, isYes(options))),
};
