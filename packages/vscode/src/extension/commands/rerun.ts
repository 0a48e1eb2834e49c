import { askRerun } from '../ask-rerun.ts';
import type { Command } from '../extension.ts';
import { followRun } from '../follow-run.ts';
import { runOf } from '../tree-node.ts';

/** Repairs a run that failed, and follows the new one to its end, which it gives. */
export const rerun: Command = {
  id: 'waybill.rerun',
  run: async (extension, node) => followRun(extension, await askRerun(extension, runOf(node).id, false)),
};
