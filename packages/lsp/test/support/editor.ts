import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  type FileChangeType,
  type FullDocumentDiagnosticReport,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Range,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { waitFor } from '../../../../test/support/wait-for.ts';

const MAIN = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
const ROOT = join(dirname(MAIN), '../../..');

export interface EditorOptions {
  /** Asks for diagnostics by itself, as VS Code does; else they are sent to it. Default true. */
  readonly pull?: boolean;
  /** Tells of files that change on disk. Default true. */
  readonly watch?: boolean;
  readonly initializationOptions?: unknown;
  readonly folders?: readonly string[];
  /** Zone of the person's machine. Default: this machine's. */
  readonly zone?: string;
}

/** An editor at the other end of `waybill lsp`, a real process. */
export class Editor implements AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly result: InitializeResult;
  readonly #process: ChildProcess;
  readonly #versions = new Map<string, number>();
  readonly #published = new Map<string, readonly Diagnostic[]>();
  /** What the server had to complain about; a fault of it is here. */
  readonly faults: string[] = [];
  refreshes = 0;
  readonly registered: string[] = [];

  private constructor(process: ChildProcess, connection: ProtocolConnection, result: InitializeResult) {
    this.#process = process;
    this.connection = connection;
    this.result = result;
  }

  static async start(options: EditorOptions = {}): Promise<Editor> {
    const { pull = true, watch = true, initializationOptions, folders = [], zone } = options;
    const args = ['--conditions=@waybill/source', '--import', 'tsx', MAIN, 'lsp', '--stdio'];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...(zone === undefined ? {} : { TZ: zone }) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stderr: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const registered: string[] = [];
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      registered.push(...registrations.map(({ method }) => method));
    });
    const result = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders.map(folder => ({ uri: pathToFileURL(folder).href, name: folder })),
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
      capabilities: {
        workspace: {
          workspaceFolders: true,
          didChangeWatchedFiles: { dynamicRegistration: watch },
          ...(pull ? { diagnostics: { refreshSupport: true } } : {}),
          workspaceEdit: { documentChanges: true },
        },
        textDocument: {
          publishDiagnostics: { relatedInformation: true, dataSupport: true, codeDescriptionSupport: true },
          ...(pull ? { diagnostic: { relatedDocumentSupport: true } } : {}),
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } } },
          rename: { prepareSupport: true },
        },
      },
    });
    const editor = new Editor(child, connection, result);
    editor.registered.push(...registered);
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      editor.registered.push(...registrations.map(({ method }) => method));
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => {
      editor.refreshes++;
    });
    connection.onNotification(LogMessageNotification.type, ({ type, message }) => {
      if (type === 1) editor.faults.push(message);
    });
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      editor.#published.set(uri, diagnostics);
    });
    await connection.sendNotification(InitializedNotification.type, {});
    if (watch) await waitFor('the watched files', () => editor.registered.length > 0);
    return editor;
  }

  async open(path: string, text: string, languageId = 'yaml'): Promise<string> {
    const uri = path.includes(':') ? path : pathToFileURL(path).href;
    this.#versions.set(uri, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Types a text in place of a range, or at a position. */
  async type(uri: string, at: Position | Range, text: string): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const range = 'start' in at ? at : { start: at, end: at };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  /** Puts another text in the place of all of it. */
  async replace(uri: string, text: string): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const textDocument = { uri, version };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [{ text }],
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  async changedOnDisk(path: string, type: FileChangeType): Promise<void> {
    const changes = [{ uri: pathToFileURL(path).href, type }];
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  async report(uri: string): Promise<FullDocumentDiagnosticReport & { relatedDocuments?: Record<string, unknown> }> {
    const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    return report as never;
  }

  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    return (await this.report(uri)).items;
  }

  async codes(uri: string): Promise<readonly unknown[]> {
    return (await this.diagnostics(uri)).map(({ code }) => code);
  }

  /** What was last sent for a document. */
  published(uri: string): readonly Diagnostic[] | undefined {
    return this.#published.get(uri);
  }

  /** Ends the server as editors do; gives its exit code. */
  async stop(): Promise<number | null> {
    if (this.#process.exitCode !== null) return this.#process.exitCode;
    const ended = once(this.#process, 'exit');
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const [code] = await ended;
    this.connection.dispose();
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
