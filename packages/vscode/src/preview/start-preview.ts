import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { PreviewPart } from '../extension/preview-part.ts';
import { followEditors } from './panel/follow-editor.ts';
import { copy, reveal, save } from './panel/page-actions.ts';
import { allowsPersonalData } from './panel/personal-data.ts';
import { createPanel, type PreviewPanel, previewPanel } from './panel/preview-panel.ts';
import { settingsOf } from './panel/settings.ts';
import { sqlDocument } from './panel/sql-documents.ts';
import { isExport, unsavedTexts } from './panel/waybill-files.ts';
import { previewProcess } from './preview-process.ts';
import { previewSession, type SessionState } from './preview-session.ts';
import type { PreviewResult } from './protocol.ts';
import { type FromPage, keptSchema } from './view/messages.ts';

/**
 * Starts what previews need (V6); the process of the engine starts with the first one.
 * @param saw is told of the values that a preview shows, for hovers (V3).
 */
export function startPreview(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  saw: (file: vscode.Uri, samples: PreviewResult['samples']) => void,
): PreviewPart {
  const process = previewProcess({
    program: context.asAbsolutePath(posix.join('dist', 'preview-process.cjs')),
    log: words => log.warn(`Preview: ${words}`),
  });
  let panel: PreviewPanel | undefined;
  let pinned = false;
  /** Chosen in the panel, in place of the setting. */
  let rows: number | undefined;
  /** Shown as soon as the workspace is trusted. */
  let untrusted: vscode.Uri | undefined;
  /** Files changed while nobody could see the preview. */
  let due = false;
  /** Whose values were told already. */
  let told: SessionState['result'];

  const session = previewSession({
    process,
    unsaved: unsavedTexts,
    command: () => settingsOf(uri()).command,
    changed: state => {
      void vscode.commands.executeCommand('setContext', 'waybill.previewing', state.step !== undefined);
      panel?.show(state, pinned);
      if (state.step === undefined) sql.changed();
      if (state.result !== told && state.result && state.file !== undefined)
        saw(vscode.Uri.file(state.file), state.result.value.samples);
      told = state.result;
    },
  });
  const uri = () => (session.state.file === undefined ? undefined : vscode.Uri.file(session.state.file));
  const sql = sqlDocument(name => {
    const value = session.state.result?.value;
    return value?.name === name ? value.sql : undefined;
  });

  const preview = (file: vscode.Uri): void => {
    const settings = settingsOf(file);
    due = false;
    // What was allowed once holds for the export that it was asked of.
    const personal = settings.personal || (file.fsPath === session.state.file && session.state.personal);
    session.show(file.fsPath, { rows: rows ?? settings.rows, personal });
  };
  const refresh = () => {
    if (!panel?.visible) due = panel !== undefined;
    else if (vscode.workspace.isTrusted && session.state.file !== undefined) {
      due = false;
      session.refresh();
    }
  };

  const open = (webview: vscode.WebviewPanel): void => {
    panel = previewPanel(context, webview, {
      heard: message => void Promise.resolve(heard(message)).catch(error => log.error(String(error))),
      closed: () => {
        panel = undefined;
        pinned = false;
        rows = undefined;
        session.clear();
        void vscode.commands.executeCommand('setContext', 'waybill.previewOpen', false);
      },
      shownAgain: () => {
        if (due) refresh();
      },
    });
    panel.show(session.state, pinned);
    void vscode.commands.executeCommand('setContext', 'waybill.previewOpen', true);
  };

  const heard = async (message: FromPage): Promise<void> => {
    const { state } = session;
    const file = uri();
    switch (message.kind) {
      case 'refresh':
        return refresh();
      case 'cancel':
        return session.cancel();
      case 'rows':
        rows = message.rows;
        return session.ask({ rows });
      case 'pin':
        pinned = message.pinned;
        return panel?.show(state, pinned);
      case 'personal':
        if (!message.show) return session.ask({ personal: false });
        if (file && (await allowsPersonalData(file)) && session.state.file === file.fsPath)
          session.ask({ personal: true });
        return;
      case 'copy':
        return state.result && copy(state.result, message.what);
      case 'save':
        return state.result && file && save(state.result, file);
      case 'openSql':
        return state.result && sql.open(state.result.value.name);
      case 'openExport':
        return reveal(state);
      case 'openProblem':
        return reveal(state, state.problems[message.index]);
      case 'trust':
        await vscode.commands.executeCommand('workbench.trust.manage');
    }
  };

  context.subscriptions.push(
    { dispose: () => process.dispose() },
    sql,
    followEditors({
      opened: file => {
        if (panel && !pinned && file.fsPath !== session.state.file && vscode.workspace.isTrusted) preview(file);
      },
      matters: file => !isExport(file) || file.fsPath === session.state.file,
      edited: () => session.edited(),
      refresh,
      refreshOn: () => settingsOf(uri()).refreshOn,
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      panel?.show(session.state, pinned);
      if (panel && untrusted) preview(untrusted);
    }),
    vscode.workspace.onDidChangeConfiguration(event => {
      const file = uri();
      if (!panel || !file || !event.affectsConfiguration('waybill.preview.personalData', file)) return;
      session.ask({ personal: settingsOf(file).personal });
    }),
  );

  return {
    async show(file) {
      if (!vscode.workspace.isTrusted) throw new Error('A preview needs a workspace that is trusted.');
      if (!isExport(file)) throw new Error('A preview is of an export: a file `NAME.export.yaml` on this machine.');
      if (panel) panel.reveal();
      else open(createPanel(context));
      preview(file);
    },
    async showSql() {
      const value = session.state.result?.value;
      if (value) await sql.open(value.name);
    },
    cancel: () => session.cancel(),
    restore(webview, kept) {
      const read = keptSchema.safeParse(kept);
      pinned = read.data?.pinned ?? false;
      open(webview);
      const file = read.data && vscode.Uri.parse(read.data.file);
      rows = read.data?.rows;
      if (!file || !isExport(file)) return;
      if (vscode.workspace.isTrusted) preview(file);
      else untrusted = file;
    },
  };
}
