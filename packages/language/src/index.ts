/** What an editor knows of the workspace's files (V2 to V5, V8). Pure: (document, position, workspace) → answer. */

export { complete } from './complete/complete.ts';
export type { Completion, CompletionKind } from './complete/completion.ts';
export { type Definition, definition } from './definition/definition.ts';
export { type Diagnosis, diagnose, diagnoseAll } from './diagnose/diagnose.ts';
export { type Related, relatedTo } from './diagnose/related.ts';
export type { Fix } from './fixes/fix.ts';
export { fixAll, fixesFor } from './fixes/fixes-for.ts';
export { type Fold, foldsOf } from './folding/folding.ts';
export { selectionsAt } from './folding/selection.ts';
export { formatDocument } from './format/format.ts';
export { type Hint, hintsOf } from './hints/hints.ts';
export { type Hover, hover } from './hover/hover.ts';
export { type JsonSchema, jsonSchema } from './json-schema/json-schema.ts';
export { type LanguageDocument, languageDocument } from './language-document.ts';
export type { LanguageWorkspace } from './language-workspace.ts';
export { type Lens, lensesOf } from './lenses/lenses.ts';
export { type FileLink, linksOf } from './links/links.ts';
export type { Place } from './place/place.ts';
export { placeAt } from './place/place-at.ts';
export type { FileEdits, Location, Position, Range, TextEdit } from './positions.ts';
export { type Highlight, highlights, type ReferenceOptions, references } from './references/references.ts';
export { type Prepared, prepareRename, type Renamed, rename } from './rename/rename.ts';
export { withDefaults } from './snippets/snippet.ts';
export { type OutlineSymbol, outlineOf, type SymbolKind } from './symbols/outline.ts';
export { type WorkspaceSymbol, workspaceSymbols } from './symbols/workspace-symbols.ts';
export { TOKEN_LEGEND } from './tokens/legend.ts';
export { type SemanticToken, semanticTokens } from './tokens/semantic-tokens.ts';
