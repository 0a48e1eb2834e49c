/** What an editor knows of the workspace's files (V2 to V5, V8). Pure: (document, position, workspace) → answer. */

export { complete } from './complete/complete.ts';
export type { Completion, CompletionKind } from './complete/completion.ts';
export { type Definition, definition } from './definition/definition.ts';
export { type Diagnosis, diagnose, diagnoseAll } from './diagnose/diagnose.ts';
export { type Related, relatedTo } from './diagnose/related.ts';
export { type Fold, foldsOf } from './folding/folding.ts';
export { selectionsAt } from './folding/selection.ts';
export { formatDocument } from './format/format.ts';
export { type Hover, hover } from './hover/hover.ts';
export { type LanguageDocument, languageDocument } from './language-document.ts';
export type { LanguageWorkspace } from './language-workspace.ts';
export type { Declared, FieldGroup, FromModel, Meaning } from './meaning/meaning.ts';
export { keyMeaningAt, meaningAt } from './meaning/meaning-at.ts';
export { type NamedAt, namedAt } from './meaning/named-at.ts';
export { type Occurrence, occurrences } from './meaning/occurrences.ts';
export type { Target } from './meaning/target.ts';
export type { Place } from './place/place.ts';
export { placeAt, type Surroundings, surroundingsOf } from './place/place-at.ts';
export { declaredAt, type SiblingsOf, schemasAt } from './place/schema-at.ts';
export type { FileEdits, Location, Position, Range, TextEdit } from './positions.ts';
export { type Highlight, highlights, type ReferenceOptions, references } from './references/references.ts';
export { type Prepared, prepareRename, type Renamed, rename } from './rename/rename.ts';
export { type Snippet, type SnippetName, snippetText, withDefaults } from './snippets/snippet.ts';
export { SNIPPETS } from './snippets/snippets.ts';
export { type OutlineSymbol, outlineOf, type SymbolKind } from './symbols/outline.ts';
export { type WorkspaceSymbol, workspaceSymbols } from './symbols/workspace-symbols.ts';
