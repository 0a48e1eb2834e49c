import type { Finding, ImportedFile, ImportResult } from '@waybill/engine/introspect';
import type { Colours } from '../io.ts';
import { plural } from '../render/quantities.ts';
import { visible } from '../render/visible.ts';

/** Files that are named; the rest is counted. */
const MOST_FILES = 30;
/** Notes that are shown; `--json` has all. */
const MOST_NOTES = 40;

/** What an import did, as data. The texts of the files are in the files. */
export const importJson = (result: ImportResult, written: boolean) => ({
  source: result.source,
  written,
  files: result.files.map(({ text: _, name: _name, ...file }) => file),
  unchanged: result.unchanged,
  record: { file: result.record.file, changed: result.record.changed },
  findings: result.findings,
  notes: result.notes,
});

/** What an import did, for people. */
export function importLines(result: ImportResult, written: boolean, colours: Colours): readonly string[] {
  const { files, unchanged, findings, source } = result;
  const fresh = files.filter(file => file.status === 'new').length;
  const counts = [
    ...(fresh > 0 ? [`${plural(fresh, 'new model')}`] : []),
    ...(files.length > fresh ? [`${plural(files.length - fresh, 'model')} with something new`] : []),
    ...(unchanged > 0 ? [`${plural(unchanged, 'model')} as before`] : []),
  ];
  const head = counts.length === 0 ? 'nothing to import' : counts.join(', ');
  const shown = files.slice(0, MOST_FILES).map(file => `  ${fileLine(file, colours)}`);
  const more = files.length > MOST_FILES ? [`  … and ${plural(files.length - MOST_FILES, 'file')} more`] : [];
  return [
    `${colours.green('✓')} ${visible(source)}: ${head}${written || files.length === 0 ? '' : ' (nothing was written)'}`,
    ...shown,
    ...more,
    ...(findings.length === 0
      ? []
      : ['', colours.bold('Left to you'), ...findings.map(one => `  ${findingLine(one, colours)}`)]),
  ];
}

function fileLine({ status, file, fields, relations, values }: ImportedFile, colours: Colours): string {
  if (status === 'new') {
    const size = `${plural(fields.length, 'field')}, ${plural(relations.length, 'relation')}`;
    return `${colours.green('+')} ${visible(file)}  ${colours.dim(size)}`;
  }
  const added = [...fields, ...relations.map(name => `${name} (relation)`), ...values];
  return `${colours.yellow('~')} ${visible(file)}  ${colours.dim(`adds ${visible(added.join(', '))}`)}`;
}

function findingLine({ file, table, key, text }: Finding, colours: Colours): string {
  const where = file === undefined ? table : key === undefined ? file : `${file} ${key}`;
  return `${colours.yellow('!')} ${visible(where)}: ${visible(text)}`;
}

/** What was guessed, by the file in which to correct it. */
export function noteLines(
  notes: readonly { readonly file: string; readonly key: string; readonly text: string }[],
  colours: Colours,
): readonly string[] {
  if (notes.length === 0) return [];
  const lines = ['', colours.bold('Guessed; correct it where it is wrong')];
  let file: string | undefined;
  for (const note of notes.slice(0, MOST_NOTES)) {
    if (note.file !== file) lines.push(`  ${visible(note.file)}`);
    file = note.file;
    lines.push(`    ${visible(note.key)}: ${colours.dim(visible(note.text))}`);
  }
  if (notes.length > MOST_NOTES)
    lines.push(`  … and ${plural(notes.length - MOST_NOTES, 'note')} more; \`--json\` has all`);
  return lines;
}
