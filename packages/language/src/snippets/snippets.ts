import { CATALOG_SNIPPETS } from './catalog-files.ts';
import { EXPORT_FILES } from './export-files.ts';
import { EXPORT_PARTS } from './export-parts.ts';
import type { Snippet } from './snippet.ts';
import { WORKSPACE_SNIPPETS } from './workspace-files.ts';

/** Every snippet, by where it is offered: whole files first. */
export const SNIPPETS: readonly Snippet[] = [
  ...EXPORT_FILES,
  ...EXPORT_PARTS,
  ...CATALOG_SNIPPETS,
  ...WORKSPACE_SNIPPETS,
];
