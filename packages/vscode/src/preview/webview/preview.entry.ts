/** The page of the preview's panel. It shows what the extension sends, and sends what people ask for; it knows no files. */
import type { FromPage, PageResult, PageStatus, ToPage } from '../view/messages.ts';
import { the } from './elements.ts';
import { factsView } from './facts-view.ts';
import { fileView } from './file-view.ts';
import { statusView } from './status-view.ts';
import { tableView } from './table-view.ts';
import { TABS, type Tab, tabs } from './tabs.ts';

/** What is kept while the panel is hidden, and when the window is opened again. */
interface Kept {
  readonly tab?: Tab;
  /** The address of the export, for the extension to show it again. */
  readonly file?: string;
  readonly pinned?: boolean;
  readonly rows?: number;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
};

const vscode = acquireVsCodeApi();
const post = (message: FromPage) => vscode.postMessage(message);
const keep = (kept: Kept) => vscode.setState({ ...vscode.getState(), ...kept });

let result: PageResult | undefined;
const showResult = [tableView(), fileView(), factsView()];
const showStatus = statusView(post);
const tab = tabs(selected => {
  keep({ tab: selected });
  the('copy').textContent = { table: 'Copy Table', file: 'Copy File', sql: 'Copy SQL', runs: 'Copy Table' }[selected];
  the('copy').hidden = selected === 'runs';
});
const kept = vscode.getState()?.tab;
tab.select(kept !== undefined && TABS.includes(kept) ? kept : 'table');

const on = (id: string, message: () => FromPage, event = 'click') =>
  the(id).addEventListener(event, () => post(message()));
const pressed = (id: string) => the(id).getAttribute('aria-pressed') === 'true';
on('refresh', () => ({ kind: 'refresh' }));
on('cancel', () => ({ kind: 'cancel' }));
on('pin', () => ({ kind: 'pin', pinned: !pressed('pin') }));
on('personal', () => ({ kind: 'personal', show: !pressed('personal') }));
on('copy', () => ({ kind: 'copy', what: tab.selected === 'runs' ? 'table' : tab.selected }));
on('open-sql', () => ({ kind: 'openSql' }));
on('save', () => ({ kind: 'save' }));
on('export', () => ({ kind: 'openExport' }));
on('trust', () => ({ kind: 'trust' }));
on('row-count', () => ({ kind: 'rows', rows: Number(the<HTMLSelectElement>('row-count').value) }), 'change');

let status: PageStatus | undefined;
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === 'result') {
    result = data.result;
    for (const show of showResult) show(result);
  } else if (data.kind === 'status') {
    status = data.status;
    keep({ pinned: status.pinned, rows: status.rows, ...(status.uri !== undefined && { file: status.uri }) });
  }
  if (status) showStatus(status, result);
});
post({ kind: 'ready' });
