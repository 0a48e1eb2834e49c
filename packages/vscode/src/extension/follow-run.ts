import type { RunView } from '@waybill/api';
import { formatBytes, plural } from '@waybill/api/quantities';
import * as vscode from 'vscode';
import type { Extension } from './extension.ts';
import type { TreeNode } from './service-part.ts';

/** Follows a run that was just asked for, and says how it ended, with what can be done then. */
export async function followRun(extension: Extension, run: RunView): Promise<RunView | undefined> {
  const service = await extension.service();
  const title = `Waybill: ${run.export} runs`;
  const ended = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    service.follow(run),
  );
  if (ended !== undefined) void tellEnd(ended);
  return ended;
}

async function tellEnd(run: RunView): Promise<void> {
  const node: TreeNode = { kind: 'run', item: run };
  const actions = new Map<string, string>([
    ...(run.actions.includes('rerun') ? [['Rerun', 'waybill.rerun'] as const] : []),
    ...(run.actions.includes('approve') ? [['Approve…', 'waybill.approveRun'] as const] : []),
    ...(run.actions.includes('download') ? [['Download…', 'waybill.download'] as const] : []),
    ['Show Log', 'waybill.showLog'] as const,
  ]);
  const { text, show } = endOf(run);
  const picked = await show(text, ...actions.keys());
  const command = picked && actions.get(picked);
  if (command) await vscode.commands.executeCommand(command, node);
}

type Show = (text: string, ...actions: string[]) => Thenable<string | undefined>;

function endOf(run: RunView): { readonly text: string; readonly show: Show } {
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const [problem] = run.problems;
  const cause = problem === undefined ? (run.error ?? '') : `${problem.message} (${problem.code}) ${problem.fix}`;
  switch (run.status) {
    case 'failed':
      return { text: `${run.export} failed: ${cause}`, show: showErrorMessage };
    case 'quarantined':
      return { text: `The file of ${run.export} is in quarantine: ${cause}`, show: showWarningMessage };
    case 'success': {
      const facts = [
        ...(run.rows === null ? [] : [plural(run.rows, 'row')]),
        ...(run.bytes === null ? [] : [formatBytes(run.bytes)]),
      ];
      return { text: `${run.export} succeeded: ${facts.join(', ')}.`, show: showInformationMessage };
    }
    default:
      return { text: `${run.export}: ${run.status}. ${cause}`.trim(), show: showWarningMessage };
  }
}
