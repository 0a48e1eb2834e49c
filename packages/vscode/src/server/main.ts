import { startLanguageServer } from '@waybill/lsp';

// The process that the extension starts; the other side is at the end of Node's own channel to it.
startLanguageServer();
