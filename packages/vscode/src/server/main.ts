import * as nodeModule from 'node:module';

// The process that the extension starts; the other side is at the end of Node's own channel to it, which keeps what is said
// until somebody listens. Where Node can, it keeps what it compiled: the server is there sooner the next time.
(nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
void import('./language-server.ts').then(({ serve }) => serve());
