import {
  type ClientCapabilities,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  ProposedFeatures,
} from 'vscode-languageserver/node';
import { capabilitiesFor } from './capabilities.ts';
import { clientTraits } from './client-traits.ts';
import { Diagnostics, PushedDiagnostics } from './diagnostics.ts';
import { linksTo } from './error-page.ts';
import { addAnnotations } from './features/annotations.ts';
import { addCodeActions } from './features/code-actions.ts';
import { addCompletion } from './features/completion.ts';
import { addNavigation } from './features/navigation.ts';
import { addStructure } from './features/structure.ts';
import { pathOf } from './file-uri.ts';
import { guarded, shielded } from './guard.ts';
import type { ClientTraits, Host } from './host.ts';
import { OpenDocuments } from './open-documents.ts';
import { type ServerSettings, settingsFrom } from './settings.ts';
import { Workspaces } from './workspaces.ts';

/** Files whose changes on disk the editor is asked to tell of. */
const WATCHED = [
  '**/waybill.yaml',
  '**/*.{export,template,model}.yaml',
  '**/templates/published.yaml',
  '**/audiences/*',
  '**/keys/*.asc',
];

/**
 * Waybill's language server (V8). Everything that is said comes from the language package and the engine; this
 * is about documents, workspaces, and who is told what when.
 * @param connection the editor. Default: as the command line of this process says (`--stdio`, `--node-ipc`).
 */
export function startLanguageServer(connection: Connection = createConnection(ProposedFeatures.all)): void {
  const open = new OpenDocuments();
  const workspaces = new Workspaces(open);
  const log = { error: (text: string) => connection.console.error(text) };
  let traits: ClientTraits = clientTraits({});
  const host: Host = {
    client: () => traits,
    connection,
    open,
    workspaces,
    guard: (what, empty, work) => guarded(log, what, empty, work),
  };
  let client: ClientCapabilities = {};
  let settings: ServerSettings = settingsFrom(undefined);
  let pushed: PushedDiagnostics | undefined;
  let again: NodeJS.Timeout | undefined;
  let diagnostics = new Diagnostics(workspaces, linksTo(undefined), uri => open.get(uri) !== undefined);

  const addRoot = (uri: string) => {
    const path = pathOf(uri);
    if (path !== undefined) workspaces.roots.add(path);
  };
  /** Open files may now be judged differently. */
  const judgeAgain = (first?: string) => {
    if (pushed) pushed.soon(first);
    else if (client.workspace?.diagnostics?.refreshSupport) {
      // Once typing pauses: every open file is asked about then.
      clearTimeout(again);
      again = setTimeout(() => {
        connection.languages.diagnostics.refresh().catch(error => log.error(String(error)));
      }, settings.delay);
    }
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const { capabilities, initializationOptions, workspaceFolders } = params;
    client = capabilities;
    for (const { uri } of workspaceFolders ?? []) addRoot(uri);
    settings = settingsFrom(initializationOptions);
    traits = clientTraits(capabilities, params.clientInfo?.name, settings);
    diagnostics = new Diagnostics(workspaces, linksTo(settings.errorPage), uri => open.get(uri) !== undefined);
    const pulls = client.textDocument?.diagnostic !== undefined;
    if (!pulls) {
      pushed = new PushedDiagnostics({
        of: uri => diagnostics.of(uri),
        send: (uri, items) => {
          const version = open.get(uri)?.version;
          const params = { uri, diagnostics: [...items], ...(version === undefined ? {} : { version }) };
          connection.sendDiagnostics(params).catch(error => log.error(String(error)));
        },
        openUris: () => open.all().map(({ uri }) => uri),
        delay: settings.delay,
        fail: error => log.error(error instanceof Error ? String(error.stack) : String(error)),
      });
    }
    return { capabilities: capabilitiesFor(pulls), serverInfo: { name: 'Waybill' } };
  });

  connection.onInitialized(() => {
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(
        shielded(log, 'folders', ({ added, removed }) => {
          for (const { uri } of added) addRoot(uri);
          for (const { uri } of removed) workspaces.roots.delete(pathOf(uri) ?? '');
        }),
      );
    }
    if (!client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
    connection.client
      .register(DidChangeWatchedFilesNotification.type, {
        watchers: WATCHED.map(globPattern => ({ globPattern })),
      })
      .then(() => {
        workspaces.watched = true;
      })
      .catch(error => log.error(String(error)));
  });

  connection.onDidChangeWatchedFiles(
    shielded(log, 'watched files', ({ changes }) => {
      for (const { uri } of changes) workspaces.forget(pathOf(uri));
      judgeAgain();
    }),
  );

  open.onChange(
    shielded(log, 'change', document => {
      const others = workspaces.changed(document);
      if (pushed) pushed.soon(document.uri);
      else if (others) judgeAgain();
    }),
  );
  open.onSave(
    shielded(log, 'save', ({ path }) => {
      if (!workspaces.watched) workspaces.forget(path);
    }),
  );
  open.onClose(
    shielded(log, 'close', ({ uri, path }) => {
      // What was not saved is gone: the file is again what stands on disk.
      workspaces.forget(path);
      if (pushed) pushed.closed(uri);
      else judgeAgain();
    }),
  );

  connection.languages.diagnostics.on(
    host.guard<{ textDocument: { uri: string } }, DocumentDiagnosticReport>(
      'diagnostic',
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      async ({ textDocument }) => {
        const found = await diagnostics.of(textDocument.uri);
        const full = (items: readonly unknown[]) =>
          ({ kind: DocumentDiagnosticReportKind.Full, items }) as DocumentDiagnosticReport & { kind: 'full' };
        if (!found) return full([]);
        const related = Object.fromEntries([...found.related].map(([uri, items]) => [uri, full(items)]));
        const wanted = client.textDocument?.diagnostic?.relatedDocumentSupport && found.related.size > 0;
        return { ...full(found.items), ...(wanted ? { relatedDocuments: related } : {}) };
      },
    ),
  );

  // An editor that makes previews may tell what values it saw (V3).
  connection.onNotification(
    'waybill/samples',
    shielded(log, 'samples', (params: { uri: string; samples: Readonly<Record<string, readonly string[]>> }) => {
      const path = pathOf(params.uri);
      const folder = path === undefined ? undefined : workspaces.folderOf(path);
      if (folder !== undefined) workspaces.keepSamples(folder, params.samples);
    }),
  );

  addCompletion(host);
  addNavigation(host);
  addCodeActions(host, () => diagnostics);
  addStructure(host);
  addAnnotations(host);
  connection.onShutdown(() => {
    clearTimeout(again);
    pushed?.stop();
  });
  open.listen(connection);
  connection.listen();
}
