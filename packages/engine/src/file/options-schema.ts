/** The `file:` block of a definition as people write it (O1–O4). What each value means is said to editors from here. */
import { z } from 'zod';
import { parseSize, SIZE_FORM } from './size.ts';

/** Every format of O1, in the order that editors offer them. */
export const FORMATS = ['csv', 'psv', 'json', 'ndjson', 'parquet', 'xlsx'] as const;
export type FormatName = (typeof FORMATS)[number];

/** Sets of csv options that go together (O2). */
export const PROFILES = ['machine', 'excel', 'excel-eu', 'sfmc'] as const;
export type ProfileName = (typeof PROFILES)[number];

export const NEWLINES = ['\n', '\r\n', '\r'] as const;
export const QUOTES = ['needed', 'always'] as const;
export const ENCODINGS = ['utf-8', 'utf-8-bom', 'utf-16le'] as const;
export const ARCHIVES = ['none', 'zip', 'gzip'] as const;

/** One code point that a file can hold: no line break, no NUL, no half of a surrogate pair. */
const isCharacter = (text: string): boolean => /^[^\n\r\0\p{Surrogate}]$/u.test(text);

export const fileSchema = z
  .strictObject({
    format: z
      .enum(FORMATS)
      .optional()
      .describe(
        'The kind of file: csv (default), psv (csv with `|`), json (one array of objects), ndjson (an object a line), parquet or xlsx.',
      ),
    profile: z
      .enum(PROFILES)
      .optional()
      .describe(
        'Sets the csv options together. machine (default): `,` `"` `\\n`, utf-8. excel: `,` `\\r\\n`, utf-8 with BOM, formula guard. excel-eu: excel with `;` and decimal comma. sfmc: `,` `\\r\\n`, utf-8, every cell enclosed. Keys written beside it win.',
      ),
    delimiter: z
      .string()
      .refine(isCharacter, 'must be one character that is no line break, as `";"`')
      .optional()
      .describe('The one character between cells, csv only. Default `,`; `;` with the profile excel-eu.'),
    enclosure: z
      .union([z.literal('none'), z.string()])
      .refine(text => text === 'none' || isCharacter(text), 'must be one character that is no line break, or `none`')
      .optional()
      .describe(
        'The one character around cells that need it, doubled inside them; csv only. Default `"`. With `none` a cell that needs it fails the run.',
      ),
    newline: z
      .enum(NEWLINES)
      .optional()
      .describe(
        'What ends a row: "\\n" (default), "\\r\\n" (the profiles excel, excel-eu and sfmc) or "\\r"; csv only.',
      ),
    header: z.boolean().optional().describe('Whether the first row names the columns; csv only. Default true.'),
    quote: z
      .enum(QUOTES)
      .optional()
      .describe(
        'needed (default): only cells that need it are enclosed. always (the profile sfmc): every cell that is not NULL, and the header. csv and psv.',
      ),
    encoding: z
      .enum(ENCODINGS)
      .optional()
      .describe(
        'utf-8 (default), utf-8-bom (with a byte order mark, as Excel wants it; the excel profiles) or utf-16le (without a mark). csv and psv.',
      ),
    null: z
      .string('must be text in quotes, for example `null: "NULL"`')
      .refine(text => !/[\n\r\0]/.test(text), 'must be text without a line break')
      .optional()
      .describe('What stands for NULL, never enclosed; a text equal to it is enclosed. Default empty. csv and psv.'),
    formula_guard: z
      .boolean()
      .optional()
      .describe(
        "Puts `'` before text (never numbers) that begins with `= + - @`, tab or CR, which a spreadsheet would run. Default false; true in the excel profiles. The receipt counts the cells. csv and psv.",
      ),
    archive: z
      .enum(ARCHIVES)
      .optional()
      .describe('zip (`x.csv.zip` holding `x.csv`), gzip (`x.csv.gz`) or none (default).'),
    split: z
      .union([
        z.strictObject({
          rows: z.int().min(1).describe('The most data rows in one part, the header not counted.'),
        }),
        z.strictObject({
          size: z
            .string()
            .refine(text => parseSize(text) !== undefined, `must be ${SIZE_FORM}`)
            .describe(
              'The most bytes in one part before archive and encryption, for example `100 MB`. A row that is larger is a part of its own.',
            ),
        }),
      ])
      .optional()
      .describe(
        'Cuts the file between rows into parts `x_0001.csv`, `x_0002.csv`, …, a header each. Default: one file.',
      ),
    encrypt: z
      .strictObject({
        pgp: z
          .string()
          .regex(/^[A-Za-z0-9][\w.-]*$/, 'must be the name of a key: letters, digits, `.`, `-` and `_`')
          .describe(
            "Name of the receiver's public key: `partner-key` is the file `keys/partner-key.asc` of the workspace.",
          ),
      })
      .optional()
      .describe(
        'Encrypts the finished file, or each part, to a public key of the workspace: `x.csv.pgp`. Default: not encrypted.',
      ),
  })
  .describe('The file that the export makes. May be left out: csv with the profile machine.');

/** The block as written, after the schema accepted it. */
export type WrittenFile = z.infer<typeof fileSchema>;
export type FileKey = keyof WrittenFile;
