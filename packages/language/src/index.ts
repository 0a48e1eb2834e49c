/** What an editor knows of the workspace's files (V2 to V5, V8). Pure: (document, position, workspace) → answer. */
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
export type { Place } from './place/place.ts';
export { placeAt, type Surroundings, surroundingsOf } from './place/place-at.ts';
export { declaredAt, type SiblingsOf, schemasAt } from './place/schema-at.ts';
export type { FileEdits, Location, Position, Range, TextEdit } from './positions.ts';
export { type OutlineSymbol, outlineOf, type SymbolKind } from './symbols/outline.ts';
export { type WorkspaceSymbol, workspaceSymbols } from './symbols/workspace-symbols.ts';
