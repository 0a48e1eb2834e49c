import * as vscode from 'vscode';
import { type Shown, shownError } from './shown-error.ts';

const DETAILS = 'Show Details';

/** Says what went wrong, with its code and what to do; a person who stopped a command hears nothing. */
export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const shown = shownError(error);
  if (shown === undefined) return;
  log.error(detailsOf(shown));
  const picked = await vscode.window.showErrorMessage(shown.text, DETAILS);
  if (picked === DETAILS) log.show();
}

const detailsOf = ({ text, details }: Shown): string => [text, ...details].join('\n');
