import type { Client, LogLine } from '@waybill/api';
import { localSecond } from '@waybill/api/local-time';
import * as vscode from 'vscode';

/** Read-only documents of what the service has. */
export interface ServiceDocuments extends vscode.Disposable {
  definitionUri(name: string, revision: number): vscode.Uri;
  logUri(run: { readonly id: string; readonly export: string; readonly timezone: string }): vscode.Uri;
  /** A log has another line. */
  logged(id: string, line: LogLine): void;
}

const DEFINITION = 'waybill-deployed';
const LOG = 'waybill-log';
const PAGE = 200;

export function serviceDocuments(client: () => Client): ServiceDocuments {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  /** Logs that are open, by run. */
  const open = new Map<string, vscode.Uri>();

  const definition = async (uri: vscode.Uri): Promise<string> => {
    const { name, revision } = JSON.parse(uri.query) as { name: string; revision: number };
    if (revision === 0) return '';
    return (await client().getRevision({ params: { name, number: revision } })).text;
  };
  const log = async (uri: vscode.Uri): Promise<string> => {
    const { id, timezone } = JSON.parse(uri.query) as { id: string; timezone: string };
    open.set(id, uri);
    const lines = await allLines(client(), id);
    if (lines.length === 0) return 'Nothing has happened yet.\n';
    return lines.map(line => `${logLine(line, timezone)}\n`).join('');
  };
  const registered = [
    vscode.workspace.registerTextDocumentContentProvider(DEFINITION, { provideTextDocumentContent: definition }),
    vscode.workspace.registerTextDocumentContentProvider(LOG, {
      onDidChange: changes.event,
      provideTextDocumentContent: log,
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      for (const [id, known] of open) if (known.toString() === uri.toString()) open.delete(id);
    }),
  ];

  return {
    definitionUri: (name, revision) =>
      vscode.Uri.from({
        scheme: DEFINITION,
        path: `/${pathOf(name)}.export.yaml`,
        query: JSON.stringify({ name, revision }),
      }),
    logUri: ({ id, export: name, timezone }) =>
      vscode.Uri.from({ scheme: LOG, path: `/${pathOf(name)} ${id}.log`, query: JSON.stringify({ id, timezone }) }),
    logged(id) {
      const uri = open.get(id);
      if (uri !== undefined) changes.fire(uri);
    },
    dispose() {
      vscode.Disposable.from(...registered, changes).dispose();
    },
  };
}

/** A name may hold what a path would take for folders. */
const pathOf = (name: string): string => name.replaceAll(/[/\\]/g, '_');

const MARKS: Readonly<Record<LogLine['level'], string>> = { info: 'info ', warning: 'warn ', error: 'error' };

function logLine({ at, level, message }: LogLine, timezone: string): string {
  return `${localSecond(at, timezone)} [${MARKS[level]}] ${message}`;
}

async function allLines(client: Client, id: string): Promise<readonly LogLine[]> {
  const all: LogLine[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.getRunLog({ params: { id }, query });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}
