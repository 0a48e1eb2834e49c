export { serveStdio } from './serve-stdio.ts';
export { startLanguageServer } from './start-language-server.ts';
