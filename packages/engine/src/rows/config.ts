import { z } from 'zod';
import { type DurationUnit, parseDuration } from '../time/duration.ts';
import { zoneSchema } from '../time/zone-schema.ts';

/** The units that have the same length everywhere, in ms. */
const UNITS: Partial<Record<DurationUnit, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds of `30 s`, `5 min`, `2 h` or `1 day`; 0 when it is none of these. */
function milliseconds(text: string): number {
  const duration = parseDuration(text);
  return duration.ok ? duration.value.amount * (UNITS[duration.value.unit] ?? 0) : 0;
}

/** What timers and PostgreSQL can count, in ms: not quite 25 days. */
const LONGEST = 2_147_483_647;
const durationSchema = z
  .string()
  .refine(text => milliseconds(text) > 0 && milliseconds(text) <= LONGEST, 'a duration, as `30 s`, `5 min` or `2 h`')
  .transform(milliseconds);

const timezone = zoneSchema
  .optional()
  .describe('IANA zone in which columns without a zone are read. Default: the brand’s.');
const concurrency = (fallback: number) =>
  z.int().min(1).max(1000).default(fallback).describe(`How many runs may read from it at once. Default ${fallback}.`);
const timeout = durationSchema
  .default(2 * 3_600_000)
  .describe('How long one query may take, as `30 min`. Default `2 h`.');

const path = z
  .string()
  .min(1)
  .refine(text => !text.includes('\0'), 'a path');
const READABLE = /\.(parquet|csv|json|ndjson|jsonl)(\.gz|\.zst)?$/i;
const dataPath = path.refine(
  text => READABLE.test(text),
  'a path or pattern that ends in .parquet, .csv, .json or .ndjson',
);

export const duckdbSourceSchema = z
  .strictObject({
    type: z.literal('duckdb').describe('A DuckDB database file, or files that DuckDB reads.'),
    file: path.optional().describe('A DuckDB database, from the workspace folder. Opened for reading only.'),
    files: z
      .record(z.string().min(1), z.union([dataPath, z.array(dataPath).min(1)]))
      .optional()
      .describe('Table → the file, the pattern (`sales/*.parquet`) or the list of files that it consists of.'),
    folder: path
      .optional()
      .describe('A folder whose .parquet, .csv, .json and .ndjson files are tables, each named as its file.'),
    memory: z
      .string()
      .regex(/^[1-9]\d{0,8}(\.\d+)? ?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/, 'a size, as `512 MB`')
      .default('512 MB')
      .describe('How much memory its sorts and joins may take before they go to disk. Default `512 MB`.'),
    threads: z.int().min(1).max(256).optional().describe('How many cores a query may use. Default: all.'),
    timezone,
    concurrency: concurrency(2),
    timeout,
  })
  .refine(source => [source.file, source.files, source.folder].filter(one => one !== undefined).length === 1, {
    error: 'must be a source with one of `file`, `files` and `folder`',
  });
export type DuckdbSourceConfig = z.output<typeof duckdbSourceSchema>;

/** As libpq names them; `prefer` encrypts where the server can, and proves nothing. */
export const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

export const postgresSourceSchema = z
  .strictObject({
    type: z.literal('postgres').describe('PostgreSQL, or what speaks its protocol.'),
    url: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres://')
      .optional()
      .describe(
        'postgres://user:password@host:5432/database, with `?sslmode=verify-full` and the like. Best as `${env:NAME}`.',
      ),
    host: z.string().min(1).optional().describe('Host name, or the folder of a Unix socket. Wins over the url.'),
    port: z.int().min(1).max(65_535).optional().describe('Default 5432.'),
    database: z.string().min(1).optional().describe('Default: the user’s name.'),
    user: z.string().min(1).optional().describe('A user with the right to read, and no other, is best.'),
    password: z.string().optional().describe('As `${secret:name}` or `${env:NAME}`.'),
    ssl: z
      .enum(SSL_MODES)
      .optional()
      .describe(
        'How the connection is protected: `verify-full` is safe; `prefer` (default) takes what the server has.',
      ),
    ca: path
      .optional()
      .describe('PEM file of the certificate authority, from the workspace folder. Default: the system’s.'),
    schema: z
      .string()
      .min(1)
      .optional()
      .describe('Where tables without a schema are looked for. Default: the user’s search path.'),
    timezone,
    concurrency: concurrency(4),
    timeout,
  })
  .refine(source => source.url !== undefined || source.host !== undefined, {
    error: 'must be a source with `url` or `host`',
  });
export type PostgresSourceConfig = z.output<typeof postgresSourceSchema>;

export const trinoSourceSchema = z.strictObject({
  type: z.literal('trino').describe('Trino, for data that outgrew one machine.'),
  url: z.url({ protocol: /^https?$/ }).describe('Address of the coordinator, as https://trino.example:8443.'),
  user: z.string().min(1).describe('Who Trino takes the queries to be from.'),
  password: z.string().optional().describe('As `${secret:name}`; needs https.'),
  ca: path
    .optional()
    .describe('PEM file of the certificate authority, from the workspace folder. Default: Node’s own list.'),
  catalog: z.string().min(1).describe('Trino’s catalog.'),
  schema: z.string().min(1).describe('Where tables without a schema are looked for.'),
  timezone,
  concurrency: concurrency(4),
  timeout,
});
export type TrinoSourceConfig = z.output<typeof trinoSourceSchema>;

/** One entry of `sources:` in waybill.yaml (K2). Paths count from the workspace folder. */
export const sourceSchema = z.discriminatedUnion('type', [duckdbSourceSchema, postgresSourceSchema, trinoSourceSchema]);
export type SourceConfig = z.output<typeof sourceSchema>;

/** `sources:` of waybill.yaml (K2). */
export const sourcesSchema = z
  .record(z.string().regex(/^[A-Za-z0-9][\w-]*$/, 'a name of letters, digits, `-` and `_`'), sourceSchema)
  .describe('The databases that models are read from.');
