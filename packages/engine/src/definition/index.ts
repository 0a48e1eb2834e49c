export { FILE_NAME_TOKENS, type FileNameToken } from '../file/file-name.ts';
export { formatsOfFileKey } from '../file/options.ts';
export { type Cron, parseCron } from '../schedule/cron.ts';
export { type Formatted, formatText, writeCanonical } from './canonical.ts';
export { wayTo } from './check-audience.ts';
export { valueShape } from './check-criterion.ts';
export {
  type CheckedAgainst,
  type CheckedExport,
  checkDefinition,
  checkExport,
  checkTemplate,
} from './check-definition.ts';
export { expectation, verdictOf } from './expectation.ts';
export { type Explained, type ExplainOptions, explain } from './explain.ts';
export {
  AGGREGATIONS,
  type Aggregation,
  type FieldSpec,
  type Scalar,
  type ValueFormat,
} from './field-schema.ts';
export { type Criterion, type CriterionSet, type Filters, OPERATORS, type Operator } from './filter-schema.ts';
export { leftAlone } from './left-alone.ts';
export type { NamedKey } from './named-key.ts';
export {
  ALL_OPERATORS,
  FAMILY,
  type Family,
  nearestOperators,
  operatorInWords,
  operatorNote,
  operatorsFor,
} from './operator-words.ts';
export { inOrder } from './order-problems.ts';
export {
  FILE_SCHEMAS,
  type FileKind,
  fileKindOf,
  type Parsed,
  parseExport,
  parseModel,
  parseTemplate,
  parseWorkspace,
} from './parse-definition.ts';
export { type KeyPath, type ParsedYaml, parseYaml, pathText } from './parse-yaml.ts';
export { canBePlain, quoted } from './scalar-style.ts';
export { type ScheduleSpec, scheduleSchema } from './schedule-schema.ts';
export {
  type DeliveryTarget,
  type ExportDefinition,
  exportSchema,
  extendsSchema,
  FORBIDDEN_IN_NAMES,
  NOTICE_EVENTS,
  type TemplateDefinition,
  templateSchema,
  type WrittenExport,
} from './schema.ts';
export {
  branchesOf,
  commonLiteral,
  descriptionOf,
  elementOf,
  isOptional,
  type Kind,
  kindOf,
  kindsOf,
  recordOf,
  type Schema,
  shapeOf,
  unwrap,
  wordsOf,
} from './schema-shape.ts';
export type { WindowSpec } from './window-schema.ts';
