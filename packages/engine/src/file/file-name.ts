import { nearest } from '../errors/index.ts';
import {
  at,
  atTime,
  bad,
  type Checked,
  checkStrftime,
  good,
  goodUnless,
  type LocalProblem,
  type RunMoment,
  renderStrftime,
  type Temporal,
  type Window,
} from '../time/index.ts';

/** What stands in braces in a path (O5), for completion, hovers and the check. */
export interface FileNameToken {
  readonly token: string;
  readonly meaning: string;
  readonly example: string;
}

export const FILE_NAME_TOKENS: readonly FileNameToken[] = [
  { token: '{window.from}', meaning: "the window's first day", example: '2026-11-01' },
  { token: '{window.until}', meaning: 'the last day inside the window', example: '2026-11-07' },
  { token: '{run.id}', meaning: "the run's id", example: 'r8f2k1' },
  { token: '{rows}', meaning: 'how many rows the file holds', example: '1204' },
  { token: '{part}', meaning: "the part's number, four digits; 0001 when the file is not split", example: '0001' },
];

/** Longest name of a file or folder, in bytes of UTF-8: what ext4, NTFS and most servers hold. */
export const MAX_NAME_BYTES = 255;
/** Longest path in a destination's folder, in bytes of UTF-8: an S3 key's limit. */
export const MAX_PATH_BYTES = 1024;

/** What `{window.from}` is for the first window of `since_last_success`, which has no beginning. */
const NO_BEGINNING = 'beginning';

export interface FileNameContext extends RunMoment {
  /** The export's name; the file's where the definition gives no path. */
  readonly exportName: string;
  readonly window: Window | null;
  readonly runId: string;
  /** Rows in this file; `null` while nobody knows (a preview), where `{rows}` stays as it is written. */
  readonly rows: number | null;
  /** Number of this part, from 1; `null` for a file that is not split. */
  readonly part: number | null;
}

/** What the file is, as far as its name shows. */
export interface FileNameShape {
  /** The format's extension without a dot, e.g. `csv`. */
  readonly extension: string;
  readonly archive: 'zip' | 'gzip' | null;
  /** PGP-encrypted (O4): `.pgp` is added last. Default false. */
  readonly encrypted?: boolean;
}

/** The names of one run's file. All paths are relative to the destination's folder and never leave it. */
export interface FileNames {
  /** Folders below the destination's own, without slashes around; empty when there are none. */
  readonly folder: string;
  /** The delivered file's name: `x.csv`, `x_0001.csv`, `x.csv.zip`, `x.csv.zip.pgp`. */
  readonly name: string;
  /** `folder` and `name`. */
  readonly path: string;
  /** Name of the file inside the archive; equal to `name` without one. */
  readonly inner: string;
  /** Path of the manifest, one for all parts: the delivered name without a part's number, `x.csv.manifest.json`. */
  readonly manifest: string;
  /** Path of the trigger file: `x.csv.done`. */
  readonly trigger: string;
}

/** True when the name is known only when all rows are written. */
export const needsRowCount = (template: string): boolean => template.includes('{rows}');

/** True when the name needs a window. */
const WINDOW_TOKEN = /\{window\.[a-z]+\}/;

/**
 * All that is wrong with a path, run or no run (O5, Q2): unknown tokens; and whatever could leave the folder or be
 * read as another name elsewhere. `hasWindow: false` says that the export has no window.
 */
export function checkFileName(template: string, facts: { readonly hasWindow?: boolean } = {}): LocalProblem[] {
  return [
    ...checkSegments(template),
    ...checkStrftime(template, 'file-name'),
    ...checkBraces(template, facts.hasWindow ?? true),
  ].sort((a, b) => (a.span?.offset ?? 0) - (b.span?.offset ?? 0));
}

const BRACES = /\{[^{}/]*\}?|\}/g;

function checkBraces(template: string, hasWindow: boolean): LocalProblem[] {
  const tokens = FILE_NAME_TOKENS.map(t => t.token);
  const problems: LocalProblem[] = [];
  for (const match of template.matchAll(BRACES)) {
    const token = match[0];
    const span = { offset: match.index, length: token.length };
    if (!tokens.includes(token)) {
      const typed = token.replaceAll(/[{}]/g, '');
      const near = nearest(
        typed,
        tokens.map(t => t.slice(1, -1)),
      ).map(t => `{${t}}`);
      problems.push(at('unknown-token', { token, where: 'file names' }, { span }, { found: token, suggestions: near }));
    } else if (!hasWindow && WINDOW_TOKEN.test(token)) {
      problems.push(at('file-name-no-window', { token }, { span }, { found: token }));
    }
  }
  return problems;
}

/** Characters that are invisible, change the direction of text, or separate folders on some systems. */
const UNSAFE: readonly (readonly [RegExp, string])[] = [
  [/\\/u, 'has a backslash, which some systems read as a folder'],
  [/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u, 'has a control character'],
  [/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u, 'has a character that changes the direction of text'],
  [/\p{Surrogate}/u, 'has half of a character'],
];

function checkSegments(template: string): LocalProblem[] {
  const problems: LocalProblem[] = [];
  const report = (detail: string, offset: number, length: number) =>
    problems.push(
      at('file-name-unsafe', { name: template, detail }, { span: { offset, length } }, { found: template }),
    );
  for (const [pattern, detail] of UNSAFE) {
    const found = pattern.exec(template);
    if (found) report(detail, found.index, found[0].length);
  }
  const segments = segmentsOf(template);
  const leaves = segments.findIndex(({ text }) => text === '..');
  for (const [index, { text, offset }] of segments.entries()) {
    const last = index === segments.length - 1;
    if (text === '') report(last ? 'has no file name at its end' : 'has a folder without a name', offset, 0);
    else if (text === '..') {
      // However far it goes.
      if (index === leaves) report('leaves its folder', offset, 2);
    } else if (/^\.+$/.test(text)) report('has a name that is only dots', offset, text.length);
    else if (text !== text.trim()) report('has a name with a space at its beginning or end', offset, text.length);
    if (!last && text.includes('{part}')) report('has `{part}` in a folder', offset, text.length);
  }
  return problems;
}

/** The path's folders and name with their places; a leading slash means the destination's folder too. */
function segmentsOf(template: string): { text: string; offset: number }[] {
  let offset = template.startsWith('/') ? 1 : 0;
  return template
    .slice(offset)
    .split('/')
    .map(text => {
      const segment = { text, offset };
      offset += text.length + 1;
      return segment;
    });
}

/**
 * The names of a run's file (O4, O5, X2). Without a path the file inherits the export's name, made safe. Dates in names
 * are the run's day at the clock time of its occasion, in the definition's timezone, so a rerun has the same name. The
 * format's extension is added unless the name ends with it, in any case; then the archive's. A name that already says
 * the archive's extension alone (`x.zip`) keeps it and holds `x.csv`.
 */
export function renderFileName(
  template: string | undefined,
  context: FileNameContext,
  shape: FileNameShape,
): Checked<FileNames> {
  const path = template ?? defaultFileName(context.exportName);
  const problems = template === undefined ? [] : checkFileName(path, { hasWindow: context.window !== null });
  if (problems.length > 0) return goodUnless<FileNames>(problems, unreachable);
  const render = (text: string) => (template === undefined ? text : renderTokens(text, context));
  const segments = segmentsOf(path).map(s => s.text);
  const last = segments.at(-1) ?? '';
  const folder = segments.slice(0, -1).map(render).join('/');
  const suffix = context.part !== null && !last.includes('{part}') ? `_${partNumber(context.part)}` : '';
  const { inner, name } = withExtensions(render(last), suffix, shape);
  const whole = withExtensions(render(withoutPart(last)), '', shape).name;
  const inFolder = (file: string) => (folder === '' ? file : `${folder}/${file}`);
  const names: FileNames = {
    folder,
    name,
    path: inFolder(name),
    inner,
    manifest: inFolder(`${whole}.manifest.json`),
    trigger: inFolder(`${whole}.done`),
  };
  return checkLengths(names);
}

const unreachable = (): never => {
  throw new Error('a failed check has problems');
};

/** The run's day at the clock time of its occasion; they differ only where DST moved the run past midnight. */
export function fileNameMoment({ timezone, runDay, runAt }: RunMoment): Temporal.ZonedDateTime {
  const local = runAt.toZonedDateTimeISO(timezone);
  if (local.toPlainDate().equals(runDay)) return local;
  return atTime(runDay, local.toPlainTime(), timezone).toZonedDateTimeISO(timezone);
}

function renderTokens(text: string, context: FileNameContext): string {
  const moment = fileNameMoment(context);
  return text
    .split(/(\{[^{}]*\})/)
    .map(piece => (piece.startsWith('{') ? renderBraces(piece, context) : renderStrftime(piece, moment)))
    .join('');
}

function renderBraces(token: string, { window, runId, rows, part }: FileNameContext): string {
  switch (token) {
    case '{window.from}':
      return window?.firstDay?.toString() ?? NO_BEGINNING;
    case '{window.until}':
      return window?.lastDay.toString() ?? token;
    case '{run.id}':
      // An id comes from a store; whatever it holds, it stays one plain word.
      return runId.replaceAll(/[^A-Za-z0-9_-]/g, '-') || 'run';
    case '{rows}':
      return rows === null ? token : String(rows);
    case '{part}':
      return partNumber(part ?? 1);
    default:
      return token;
  }
}

const partNumber = (part: number): string => String(part).padStart(4, '0');

/** The name that all parts share. */
const withoutPart = (segment: string): string => segment.replaceAll(/[-_. ]?\{part\}/g, '') || 'parts';

function withExtensions(rendered: string, suffix: string, shape: FileNameShape): { inner: string; name: string } {
  const [plain, pgp] = shape.encrypted ? splitEnding(rendered, '.pgp') : [rendered, ''];
  const ending = shape.archive === 'zip' ? '.zip' : shape.archive === 'gzip' ? '.gz' : '';
  const [unpacked, packed] = ending === '' ? [plain, ''] : splitEnding(plain, ending);
  const [stem, format] = splitEnding(unpacked, `.${shape.extension}`);
  const inner = `${stem}${suffix}${format || `.${shape.extension}`}`;
  const archived = packed !== '' && format === '' ? `${stem}${suffix}${packed}` : `${inner}${packed || ending}`;
  return { inner, name: `${archived}${shape.encrypted ? pgp || '.pgp' : ''}` };
}

/** Cuts an ending off, in any case; a name that is nothing but the ending keeps it as its name. */
function splitEnding(name: string, ending: string): [stem: string, ending: string] {
  const cut = name.length - ending.length;
  return cut > 0 && name.slice(cut).toLowerCase() === ending.toLowerCase()
    ? [name.slice(0, cut), name.slice(cut)]
    : [name, ''];
}

function checkLengths(names: FileNames): Checked<FileNames> {
  const paths = [names.path, names.manifest, names.trigger];
  for (const name of paths.flatMap(path => path.split('/'))) {
    const bytes = Buffer.byteLength(name);
    if (bytes > MAX_NAME_BYTES) return bad(at('file-name-too-long', { name, bytes, most: MAX_NAME_BYTES }));
  }
  for (const path of paths) {
    const bytes = Buffer.byteLength(path);
    if (bytes > MAX_PATH_BYTES) return bad(at('file-name-too-long', { name: path, bytes, most: MAX_PATH_BYTES }));
  }
  return good(names);
}

/** Room for the longest of the endings (`_0001.parquet.zip.pgp`, `.manifest.json`) after a name made from another. */
const DEFAULT_NAME_BYTES = 200;

/**
 * An export's name as a file's name: separators and what Windows refuses become `-`, dots and spaces at the ends go.
 * A name that is too long is cut and ends in a hash of the whole, so that two exports keep two files.
 */
export function defaultFileName(exportName: string): string {
  const safe = exportName
    .replaceAll(/[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '-')
    .replaceAll(/\p{Surrogate}/gu, '-')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '');
  if (safe === '') return 'export';
  if (Buffer.byteLength(safe) <= DEFAULT_NAME_BYTES) return safe;
  let cut = '';
  for (const character of safe) {
    if (Buffer.byteLength(cut + character) > DEFAULT_NAME_BYTES - 9) break;
    cut += character;
  }
  return `${cut}-${shortHash(exportName)}`;
}

/** FNV-1a, 8 hex digits: to tell names apart, not to protect anything. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
