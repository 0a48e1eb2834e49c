import * as vscode from 'vscode';

const SCHEME = 'waybill-sql';

/** The query of the preview as a read-only document, which follows the preview while it is open. */
export interface SqlDocument extends vscode.Disposable {
  changed(): void;
  /** Opens it beside the panel. */
  open(name: string): Promise<void>;
}

export function sqlDocument(sqlOf: (name: string) => string | undefined): SqlDocument {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const nameOf = (uri: vscode.Uri): string => new URLSearchParams(uri.query).get('export') ?? '';
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: uri => sqlOf(nameOf(uri)) ?? `-- The preview of ${nameOf(uri)} is closed.\n`,
  });
  return {
    changed() {
      for (const { uri } of vscode.workspace.textDocuments)
        if (uri.scheme === SCHEME && sqlOf(nameOf(uri)) !== undefined) changes.fire(uri);
    },
    async open(name) {
      const query = new URLSearchParams({ export: name }).toString();
      // A name may hold what a path would take for folders.
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name.replaceAll(/[/\\]/g, '_')}.sql`, query });
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, 'sql');
      await vscode.window.showTextDocument(document, { preview: true });
    },
    dispose: () => vscode.Disposable.from(provider, changes).dispose(),
  };
}
