import { entry } from '../define.ts';

/** The longest piece of a cell that an error message repeats, in characters. */
const SHOWN = 40;

/** A value as a message shows it: quoted, control characters visible, cut with an ellipsis when long. */
const shown = (text: string): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Errors of the `file:` block and of writing files. */
export const fileErrors = {
  'file-key-not-for-format': entry<{ key: string; format: string; formats: readonly string[] }>({
    kind: 'input',
    rules: ['O1', 'O2'],
    message: p => `\`${p.key}\` applies to ${list(p.formats)} only, and this file is ${p.format}.`,
    fix: p => `Remove \`${p.key}\`, or choose \`format: ${p.formats[0]}\`.`,
  }),
  'file-value-not-for-format': entry<{ key: string; value: string; format: string; only: string }>({
    kind: 'input',
    rules: ['O1', 'O2'],
    message: p => `A ${p.format} file cannot have \`${p.key}: ${p.value}\`; it is always ${p.only}.`,
    fix: p => `Remove \`${p.key}\`, or choose \`format: csv\`.`,
  }),
  'format-not-offered': entry<{ format: string; model: string; allowed: readonly string[] }>({
    kind: 'input',
    rules: ['O1'],
    message: p => `The model \`${p.model}\` is not offered as ${p.format}, only as ${list(p.allowed)}.`,
    fix: p => `Write \`format: ${p.allowed[0]}\`.`,
  }),
  'delimiter-is-enclosure': entry<{ character: string }>({
    kind: 'input',
    rules: ['O2'],
    message: p => `The delimiter and the enclosure are the same character, ${shown(p.character)}.`,
    fix: () => 'Choose two different characters.',
  }),
  'null-token-clashes': entry<{ token: string; holds: 'delimiter' | 'enclosure' }>({
    kind: 'input',
    rules: ['O2'],
    message: p => `The null token ${shown(p.token)} holds the ${p.holds}, so a reader could not tell what it is.`,
    fix: p => `Choose a null token without the ${p.holds}, for example \`null: "NULL"\`.`,
  }),
  'quote-without-enclosure': entry<Record<never, never>>({
    kind: 'input',
    rules: ['O2'],
    message: () => '`quote: always` needs an enclosure, and `enclosure` is none.',
    fix: () => "Remove `quote: always`, or name the enclosure, for example `enclosure: '\"'`.",
  }),
  'cell-needs-enclosure': entry<{ row: number; column: string; cell: string; why: string }>({
    kind: 'input',
    rules: ['O2'],
    message: p =>
      `${p.row === 0 ? 'The header' : `Row ${p.row}, column`} ${shown(p.column)} ${p.why}${
        p.row === 0 ? '' : ` (${shown(p.cell)})`
      }, and \`enclosure\` is none.`,
    fix: () => 'Name an enclosure, choose another delimiter or null token, or change the value with `replace`.',
  }),
  'json-cell-invalid': entry<{ row: number; column: string; cell: string }>({
    kind: 'input',
    rules: ['O1', 'O6'],
    message: p =>
      `Row ${p.row}, column ${shown(p.column)} is declared json and holds no valid JSON (${shown(p.cell)}).`,
    fix: () => 'Declare the field as string in its model, or correct the stored value.',
  }),
  'rows-not-utf8': entry<Record<never, never>>({
    kind: 'source',
    rules: ['O2', 'O6'],
    message: () => 'The database answered with bytes that are not UTF-8, so they cannot be written as utf-16le.',
    fix: () => 'Correct the stored text in the database, or choose `encoding: utf-8`.',
  }),
  'xlsx-cell-too-long': entry<{ row: number; column: string; characters: number; most: number }>({
    kind: 'input',
    rules: ['O1', 'O6'],
    message: p =>
      `${p.row === 0 ? 'The header' : `Row ${p.row}, column`} ${shown(p.column)} has ${p.characters} characters, and a cell of a spreadsheet holds ${p.most}.`,
    fix: () => 'Leave the field out, or choose another format such as csv; nothing is cut off silently.',
  }),
  'xlsx-too-many-columns': entry<{ columns: number; most: number }>({
    kind: 'input',
    rules: ['O1', 'O6'],
    message: p => `The export has ${p.columns} columns, and a spreadsheet holds ${p.most}.`,
    fix: () => 'Choose fewer fields, or another format such as csv.',
  }),
  'xlsx-several-sheets': entry<{ sheets: number; most: number }>({
    kind: 'input',
    severity: 'warning',
    rules: ['O1', 'O6'],
    message: p => `A sheet holds ${p.most} rows, so the rows are on ${p.sheets} sheets: Rows to Rows ${p.sheets}.`,
    fix: p => `Where one sheet a file is wanted, split it: \`split: {rows: ${p.most}}\`.`,
  }),
  'split-size-not-for-format': entry<{ format: string }>({
    kind: 'input',
    rules: ['O4'],
    message: p => `A ${p.format} file cannot be split by size: how large it is shows only once it is written.`,
    fix: () => 'Split it by rows, for example `split: {rows: 1000000}`.',
  }),
  'parquet-header': entry<{ header: string; other: string }>({
    kind: 'input',
    rules: ['O1'],
    message: p =>
      p.header === ''
        ? 'A parquet file cannot have a column without a name.'
        : `The headers ${shown(p.other)} and ${shown(p.header)} differ in their case only, and readers of parquet take them for one column.`,
    fix: p => `Give ${p.header === '' ? 'it' : 'one of them'} another name with \`to\`.`,
  }),
  'parquet-cell': entry<{ column: string; why: string }>({
    kind: 'input',
    rules: ['O1', 'O6'],
    message: p => `The column ${shown(p.column)} ${p.why}.`,
    fix: () =>
      'Give the field a `format` or a `replace`, declare it as what it holds, or correct the stored value; nothing is rounded or cut off silently.',
  }),
  'parquet-failed': entry<{ detail: string }>({
    kind: 'machine',
    rules: ['O1'],
    message: p => `The parquet file could not be written: ${p.detail}`,
    fix: () =>
      'Look at the cause; the database and the destination have nothing to do with it. Or choose another format.',
  }),
  'parquet-not-here': entry<{ platform: string }>({
    kind: 'machine',
    rules: ['O1'],
    message: p => `Parquet files cannot be written on ${p.platform} itself.`,
    fix: () => 'Run the export in WSL or on Linux or macOS, or choose another format.',
  }),
  'pgp-key-missing': entry<{ name: string; path: string }>({
    kind: 'input',
    rules: ['O4'],
    message: p => `There is no public key \`${p.name}\`: the workspace has no file ${p.path}.`,
    fix: p => `Save the receiver's public key as ${p.path}, or correct the name.`,
  }),
  'pgp-key-unreadable': entry<{ name: string; path: string; detail: string }>({
    kind: 'input',
    rules: ['O4'],
    message: p => `${p.path} is not a readable PGP public key: ${p.detail}.`,
    fix: p => `Ask the receiver for the public key once more (\`gpg --export --armor\`) and save it as ${p.path}.`,
  }),
  'pgp-key-private': entry<{ name: string; path: string }>({
    kind: 'input',
    rules: ['O4', 'Q1'],
    message: p => `${p.path} holds a private key, which nobody but its owner may have.`,
    fix: p =>
      `Replace ${p.path} with the public key (\`gpg --export --armor\`), and treat the private key as no longer secret.`,
  }),
  'pgp-key-revoked': entry<{ name: string; path: string }>({
    kind: 'input',
    rules: ['O4'],
    message: p => `The public key \`${p.name}\` was revoked by its owner.`,
    fix: p => `Ask the receiver for the key that takes its place, and save it as ${p.path}.`,
  }),
  'pgp-key-expired': entry<{ name: string; path: string; on: string }>({
    kind: 'input',
    rules: ['O4'],
    message: p => `The public key \`${p.name}\` expired on ${p.on}.`,
    fix: p => `Ask the receiver for the renewed key, and save it as ${p.path}.`,
  }),
  'pgp-key-cannot-encrypt': entry<{ name: string; path: string; detail: string }>({
    kind: 'input',
    rules: ['O4'],
    message: p => `Nothing can be encrypted to the public key \`${p.name}\`: ${p.detail.replace(/\.$/, '')}.`,
    fix: p => `Ask the receiver for a key with a valid subkey for encryption, and save it as ${p.path}.`,
  }),
};
