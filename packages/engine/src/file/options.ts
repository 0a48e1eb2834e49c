/** From the `file:` block as written to options with every value filled (O1–O4). */
import { type Problem, problem } from '../errors/index.ts';
import type { ENCODINGS, FileKey, FormatName, NEWLINES, ProfileName, QUOTES, WrittenFile } from './options-schema.ts';
import { parseSize } from './size.ts';

/** What the file step needs to know; no value is left open. The csv values mean nothing for json, ndjson, parquet, xlsx. */
export interface FileOptions {
  readonly format: FormatName;
  readonly profile: ProfileName;
  /** One code point. */
  readonly delimiter: string;
  /** One code point; undefined is `enclosure: none`. */
  readonly enclosure: string | undefined;
  readonly newline: (typeof NEWLINES)[number];
  readonly header: boolean;
  /** A file without rows has a header all the same (`on_empty: header_only`). Default false. */
  readonly headerIfEmpty?: boolean;
  readonly quote: (typeof QUOTES)[number];
  readonly encoding: (typeof ENCODINGS)[number];
  readonly nullToken: string;
  readonly formulaGuard: boolean;
  /** Numbers are rendered with a decimal comma (the profile excel-eu); the query does it, as part of each value. */
  readonly decimalComma: boolean;
  readonly archive: 'zip' | 'gzip' | undefined;
  readonly split:
    | { readonly by: 'rows'; readonly rows: number }
    | { readonly by: 'size'; readonly bytes: number }
    | undefined;
  readonly encrypt: { readonly pgp: string } | undefined;
}

type CsvValues = Omit<FileOptions, 'format' | 'profile' | 'archive' | 'split' | 'encrypt'>;

const MACHINE: CsvValues = {
  delimiter: ',',
  enclosure: '"',
  newline: '\n',
  header: true,
  quote: 'needed',
  encoding: 'utf-8',
  nullToken: '',
  formulaGuard: false,
  decimalComma: false,
};
const EXCEL: CsvValues = { ...MACHINE, newline: '\r\n', encoding: 'utf-8-bom', formulaGuard: true };

const PROFILE_VALUES: Readonly<Record<ProfileName, CsvValues>> = {
  machine: MACHINE,
  excel: EXCEL,
  'excel-eu': { ...EXCEL, delimiter: ';', decimalComma: true },
  sfmc: { ...MACHINE, newline: '\r\n', quote: 'always' },
};

/** Keys that only some formats have; a key that is not here applies to all (O1). */
const KEY_FORMATS: Partial<Record<FileKey, readonly FormatName[]>> = {
  delimiter: ['csv'],
  enclosure: ['csv'],
  newline: ['csv'],
  header: ['csv'],
  quote: ['csv', 'psv'],
  null: ['csv', 'psv'],
  formula_guard: ['csv', 'psv'],
};

/** The only formats that a key of `file:` is for; undefined for one that every format has (O1). */
export const formatsOfFileKey = (key: string): readonly FormatName[] | undefined => KEY_FORMATS[key as FileKey];

/** Keys whose one value says what these formats are anyway: saying that is harmless, anything else an error. */
const ONLY_VALUE: readonly { key: 'profile' | 'encoding'; value: string; formats: readonly FormatName[] }[] = [
  { key: 'profile', value: 'machine', formats: ['psv', 'json', 'ndjson', 'parquet', 'xlsx'] },
  { key: 'encoding', value: 'utf-8', formats: ['json', 'ndjson', 'parquet', 'xlsx'] },
];

/** What the model allows; both go together. */
export interface ModelFormats {
  readonly name: string;
  /** Formats that the model is offered in; undefined is all (O1: `challenges` is json only). */
  readonly allowedFormats?: readonly FormatName[] | undefined;
}

export interface ResolvedFile {
  readonly options: FileOptions;
  /** Each with its key path, e.g. `file.delimiter`. */
  readonly problems: readonly Problem[];
}

/** Fills every value from profile and format and says what contradicts. `written` undefined is a file left out. */
export function resolveFileOptions(written: WrittenFile | undefined, model?: ModelFormats): ResolvedFile {
  const file = written ?? {};
  const format = file.format ?? defaultFormat(model?.allowedFormats);
  const profile = file.profile ?? 'machine';
  const base = PROFILE_VALUES[format === 'csv' ? profile : 'machine'];
  const csv = format === 'csv' ? file : {};
  const delimited = format === 'csv' || format === 'psv' ? file : {};
  const options: FileOptions = {
    format,
    profile: format === 'csv' ? profile : 'machine',
    delimiter: format === 'psv' ? '|' : (csv.delimiter ?? base.delimiter),
    enclosure: csv.enclosure === 'none' ? undefined : (csv.enclosure ?? base.enclosure),
    newline: csv.newline ?? base.newline,
    header: csv.header ?? base.header,
    quote: delimited.quote ?? base.quote,
    encoding: delimited.encoding ?? base.encoding,
    nullToken: delimited.null ?? base.nullToken,
    formulaGuard: delimited.formula_guard ?? base.formulaGuard,
    decimalComma: base.decimalComma,
    archive: file.archive === 'none' ? undefined : file.archive,
    split: resolveSplit(file.split),
    encrypt: file.encrypt,
  };
  return { options, problems: [...formatProblems(file, options, model), ...characterProblems(file, options)] };
}

/** csv, or what a model that is not offered as csv is offered as first. */
function defaultFormat(allowed: readonly FormatName[] | undefined): FormatName {
  return allowed === undefined || allowed.includes('csv') ? 'csv' : (allowed[0] ?? 'csv');
}

function resolveSplit(split: WrittenFile['split']): FileOptions['split'] {
  if (split === undefined) return undefined;
  if ('rows' in split) return { by: 'rows', rows: split.rows };
  const bytes = parseSize(split.size);
  return bytes === undefined ? undefined : { by: 'size', bytes };
}

const at = (key: FileKey) => ({ place: { path: `file.${key}` } });

function formatProblems(file: WrittenFile, { format }: FileOptions, model: ModelFormats | undefined): Problem[] {
  const problems: Problem[] = [];
  const allowed = model?.allowedFormats;
  if (model && allowed && allowed.length > 0 && !allowed.includes(format)) {
    const details = { ...at('format'), found: format, suggestions: allowed.slice(0, 1) };
    problems.push(problem('format-not-offered', { format, model: model.name, allowed }, details));
  }
  for (const key of Object.keys(file) as FileKey[]) {
    const formats = KEY_FORMATS[key];
    if (file[key] === undefined || formats === undefined || formats.includes(format)) continue;
    problems.push(problem('file-key-not-for-format', { key, format, formats }, at(key)));
  }
  if (format === 'parquet' && file.split && 'size' in file.split)
    problems.push(problem('split-size-not-for-format', { format }, at('split')));
  for (const { key, value, formats } of ONLY_VALUE) {
    const said = file[key];
    if (said === undefined || said === value || !formats.includes(format)) continue;
    problems.push(problem('file-value-not-for-format', { key, value: said, format, only: value }, at(key)));
  }
  return problems;
}

/** What cannot be read back: the same character twice, a null token that looks like something else (O2). */
function characterProblems(file: WrittenFile, options: FileOptions): Problem[] {
  if (options.format !== 'csv' && options.format !== 'psv') return [];
  const { delimiter, enclosure, nullToken, quote } = options;
  const problems: Problem[] = [];
  // The place is the key that was written; where both were, the later one in the block.
  const clashing = file.enclosure === undefined ? 'delimiter' : 'enclosure';
  if (delimiter === enclosure) problems.push(problem('delimiter-is-enclosure', { character: delimiter }, at(clashing)));
  for (const [holds, character] of [
    ['delimiter', delimiter],
    ['enclosure', enclosure],
  ] as const) {
    if (character !== undefined && nullToken.includes(character)) {
      problems.push(problem('null-token-clashes', { token: nullToken, holds }, at('null')));
    }
  }
  if (enclosure === undefined && quote === 'always') {
    problems.push(problem('quote-without-enclosure', {}, at(file.quote === undefined ? 'enclosure' : 'quote')));
  }
  return problems;
}
