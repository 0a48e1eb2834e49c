import type * as vscode from 'vscode';

/** What the extension asks of the preview (V6). */
export interface PreviewPart {
  /** Shows the file that an export makes, and keeps up with its edits. */
  show(file: vscode.Uri): Promise<void>;
  /** The query of the preview that is shown, as a read-only document. */
  showSql(): Promise<void>;
  /** Cancels the query that is running. */
  cancel(): void;
  /** Fills a panel that VS Code gives back after the window was loaded anew. */
  restore(panel: vscode.WebviewPanel, kept: unknown): void;
}
