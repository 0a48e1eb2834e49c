import * as vscode from 'vscode';

const SCHEME = 'waybill-error';

/** Where the page of a code of the catalogue is read; the code follows as the fragment. */
export const ERROR_PAGE = `${SCHEME}:/error.md`;

/** Serves the pages that codes of problems lead to (V4). */
export const errorPages = (): vscode.Disposable =>
  vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent({ fragment }) {
      const { errorPage } = await import('./error-page.ts');
      return errorPage(fragment);
    },
  });
