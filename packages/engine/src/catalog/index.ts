export { buildModel, RESERVED_NAMES, tableParts } from './build-model.ts';
export {
  type Catalog,
  DATE_PARTS,
  type DatePart,
  type Field,
  type Model,
  type ModelRelation,
  type ResolvedDimension,
  type ResolvedField,
  type ResolvedKpi,
  type ResolvedPredicate,
  type ResolvedRelation,
} from './catalog.ts';
export { type LoadedCatalog, loadCatalog, type ModelFile } from './load-catalog.ts';
export {
  type Followed,
  type PathFailure,
  resolveDimension,
  resolveField,
  resolveKpi,
  resolveModel,
  resolvePeriod,
  resolvePredicate,
  resolveRelation,
} from './resolve.ts';
export { FIELD_TYPES, type FieldType, type ModelDefinition, modelSchema, type Predicate } from './schema.ts';
