import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startLanguageServer } from './start-language-server.ts';

/**
 * Serves one editor over the input and output of this process, and ends the process when the editor goes: with code 0
 * where it said so first. Whatever else would be printed goes to the error output, where it does not disturb them.
 */
export function serveStdio(): void {
  for (const method of ['log', 'info', 'debug', 'warn'] as const) console[method] = console.error;
  startLanguageServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout));
}
