/** The formats of O1, by name. */
import { fail } from '../errors/index.ts';
import { csv, psv } from './delimited.ts';
import type { Format } from './format.ts';
import { json, ndjson } from './json.ts';
import type { FormatName } from './options-schema.ts';
import { xlsx } from './xlsx.ts';

/** A format whose names and options are checked now and whose writer comes later. */
const later = (name: FormatName, extension: string, mediaType: string): Format => ({
  name,
  extension,
  mediaType,
  open: () => fail('not-yet', { what: `The format ${name}` }, { place: { path: 'file.format' } }),
});

const ALL: Readonly<Record<FormatName, Format>> = {
  csv,
  psv,
  json,
  ndjson,
  parquet: later('parquet', '.parquet', 'application/vnd.apache.parquet'),
  xlsx,
};

export const formatOf = (name: FormatName): Format => ALL[name];
