/** What a demo column holds, apart from any database. `enum:x` is a type of its own in the schema, named x. */
export type ColumnType =
  | 'bigint'
  | 'integer'
  | 'text'
  | 'boolean'
  | 'date'
  | 'timestamptz'
  | 'timestamp'
  | 'uuid'
  | 'json'
  | `decimal(${number},${number})`
  | `enum:${EnumName}`;

/** The native enums; their order is the databases' order of sorting, which is not alphabetical on purpose. */
export const ENUMS = {
  gender: ['female', 'male', 'diverse'],
  tier: ['bronze', 'silver', 'gold', 'platinum'],
  channel: ['instore', 'online', 'app'],
  coupon_status: ['available', 'issued', 'redeemed', 'expired'],
} as const;
export type EnumName = keyof typeof ENUMS;

const quotedSchema = (schema: string): string => `"${schema.replaceAll('"', '""')}"`;

/** The type's name in DuckDB. */
export const duckDbType = (type: ColumnType, schema: string): string => {
  if (type.startsWith('enum:')) return `${quotedSchema(schema)}.${type.slice('enum:'.length)}`;
  if (type === 'text') return 'varchar';
  return type;
};

/** The type's name in PostgreSQL. */
export const postgresType = (type: ColumnType, schema: string): string => {
  if (type.startsWith('enum:')) return `${quotedSchema(schema)}.${type.slice('enum:'.length)}`;
  if (type === 'json') return 'jsonb';
  return type.replace('decimal', 'numeric');
};
