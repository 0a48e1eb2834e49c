import type * as vscode from 'vscode';
import type { PreviewPart } from '../extension/preview-part.ts';

/** Starts what previews need; the process of the engine starts with the first one. */
export function startPreview(_context: vscode.ExtensionContext, _log: vscode.LogOutputChannel): PreviewPart {
  throw new Error('The preview is not here yet.');
}
