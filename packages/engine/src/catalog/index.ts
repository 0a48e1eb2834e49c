export { RESERVED_NAMES, tableParts } from './build-model.ts';
export type {
  Catalog,
  DatePart,
  Field,
  Model,
  ModelRelation,
  ResolvedDimension,
  ResolvedField,
  ResolvedKpi,
  ResolvedPredicate,
  ResolvedRelation,
} from './catalog.ts';
export { DATE_PARTS } from './catalog.ts';
export { type LoadedCatalog, loadCatalog, type ModelFile } from './load-catalog.ts';
export {
  type Followed,
  type PathFailure,
  resolveDimension,
  resolveField,
  resolveKpi,
  resolveModel,
  resolvePredicate,
  resolveRelation,
} from './resolve.ts';
export { type FieldType, type ModelDefinition, modelSchema, type Predicate } from './schema.ts';
