export { durationInWords, mayPass } from './classify.ts';
export {
  type DuckdbSourceConfig,
  duckdbSourceSchema,
  type PostgresSourceConfig,
  postgresSourceSchema,
  type SourceConfig,
  type SslMode,
  sourceSchema,
  sourcesSchema,
  type TrinoSourceConfig,
  trinoSourceSchema,
} from './config.ts';
export { type OpenSourceOptions, openSource } from './open-source.ts';
export type {
  CompiledQuery,
  CopyLayout,
  CopyStream,
  OutputColumn,
  Row,
  Source,
  StoredColumn,
  StoredTable,
  TableName,
} from './source.ts';
