/** Puts the page of error codes beside the built language server: there codes link to it (V4), with no network. */
import { copyFile, mkdir } from 'node:fs/promises';

const to = new URL('../packages/lsp/dist/', import.meta.url);
await mkdir(to, { recursive: true });
await copyFile(new URL('../docs/errors.md', import.meta.url), new URL('errors.md', to));
