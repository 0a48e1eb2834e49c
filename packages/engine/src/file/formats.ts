/** The formats of O1, by name. */
import { csv, psv } from './delimited.ts';
import type { Format } from './format.ts';
import { json, ndjson } from './json.ts';
import type { FormatName } from './options-schema.ts';
import { parquet } from './parquet.ts';
import { xlsx } from './xlsx.ts';

const ALL: Readonly<Record<FormatName, Format>> = {
  csv,
  psv,
  json,
  ndjson,
  parquet,
  xlsx,
};

export const formatOf = (name: FormatName): Format => ALL[name];
