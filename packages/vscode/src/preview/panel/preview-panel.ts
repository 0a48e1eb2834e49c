import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { SessionState } from '../preview-session.ts';
import { type FromPage, fromPageSchema, type PageStatus, type ToPage } from '../view/messages.ts';
import { pageHtml } from './html.ts';
import { pageResult } from './page-result.ts';

export const VIEW_TYPE = 'waybill.preview';

/** The webview, and nothing of what is in it: it can be closed and opened again while the session goes on. */
export interface PreviewPanel extends vscode.Disposable {
  readonly visible: boolean;
  reveal(): void;
  /** Shows this from now on; what did not change is not sent again. */
  show(state: SessionState, pinned: boolean): void;
}

export interface PanelEvents {
  heard(message: FromPage): void;
  closed(): void;
  shownAgain(): void;
}

const ROOTS = (context: vscode.ExtensionContext) => [vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview')];

/** A new panel beside the editor, which keeps the focus. */
export const createPanel = (context: vscode.ExtensionContext): vscode.WebviewPanel =>
  vscode.window.createWebviewPanel(
    VIEW_TYPE,
    'Preview',
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: ROOTS(context) },
  );

/** `panel`: a new one, or one that VS Code gives back after the window was loaded anew. */
export function previewPanel(
  context: vscode.ExtensionContext,
  panel: vscode.WebviewPanel,
  events: PanelEvents,
): PreviewPanel {
  const { webview } = panel;
  const asset = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview', name));
  let state: { readonly session: SessionState; readonly pinned: boolean } | undefined;
  /** The result that the page has; `none` before it said that it is there. */
  let sent: SessionState['result'] | 'none' = 'none';
  let wasVisible = panel.visible;

  const post = (message: ToPage) => void webview.postMessage(message);
  const send = () => {
    if (state === undefined || sent === 'none' || !panel.visible) return;
    const { session, pinned } = state;
    post({ kind: 'status', status: statusOf(session, pinned) });
    if (session.result === sent) return;
    sent = session.result;
    post({ kind: 'result', result: sent && pageResult(sent) });
  };

  webview.options = { enableScripts: true, localResourceRoots: ROOTS(context) };
  const icon = (theme: string) => vscode.Uri.joinPath(context.extensionUri, 'icons', `export-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  const registered = [
    webview.onDidReceiveMessage((raw: unknown) => {
      const read = fromPageSchema.safeParse(raw);
      if (!read.success) return;
      if (read.data.kind !== 'ready') return events.heard(read.data);
      // It has nothing yet: it is new, or was hidden meanwhile.
      sent = undefined;
      send();
    }),
    panel.onDidChangeViewState(() => {
      if (panel.visible === wasVisible) return;
      wasVisible = panel.visible;
      // A hidden page is thrown away; the next one says that it is there.
      if (!panel.visible) sent = 'none';
      else events.shownAgain();
    }),
    panel.onDidDispose(() => {
      vscode.Disposable.from(...registered).dispose();
      events.closed();
    }),
  ];
  webview.html = pageHtml({
    script: asset('preview.js').toString(),
    style: asset('preview.css').toString(),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
  });

  return {
    get visible() {
      return panel.visible;
    },
    reveal: () => panel.reveal(undefined, true),
    show(session, pinned) {
      state = { session, pinned };
      panel.title =
        session.file === undefined ? 'Preview' : `Preview ${vscode.Uri.file(session.file).path.split('/').at(-1)}`;
      send();
    },
    dispose: () => panel.dispose(),
  };
}

function statusOf(session: SessionState, pinned: boolean): PageStatus {
  const { file, rows, personal, step, stale, problems } = session;
  return {
    file: file && vscode.workspace.asRelativePath(file),
    uri: file && vscode.Uri.file(file).toString(),
    rows,
    pinned,
    personal,
    step,
    stale,
    problems,
    untrusted: !vscode.workspace.isTrusted,
  };
}
