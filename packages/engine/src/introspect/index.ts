export type { FirstExport } from './first-export.ts';
export { catalogFolderOf, type ImportRequest, importCatalog } from './import-catalog.ts';
export {
  changesAnything,
  type FileNote,
  type Finding,
  type ImportedFile,
  type ImportResult,
  misfits,
} from './import-result.ts';
export { type InitFromRequest, type InitFromResult, initFromDatabase } from './init-from-database.ts';
export { applyImport } from './write-models.ts';
