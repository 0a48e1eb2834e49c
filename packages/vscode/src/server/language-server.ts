import { startLanguageServer } from '@waybill/lsp';

/** Serves the editor that started this process. */
export const serve = (): void => startLanguageServer();
