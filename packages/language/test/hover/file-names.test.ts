import assert from 'node:assert/strict';
import { fileNamesOf, prepareExport } from '@waybill/engine';
import { fileNameToday } from '../../src/hover/file-name-words.ts';
import { saidAt } from '../../src/hover/said.ts';
import type { LanguageWorkspace } from '../../src/language-workspace.ts';
import { documentOf, SAMPLES, textOf, workspaceOf } from '../support/workspace.ts';

/** The names that hovers show of an export's files, one for each destination. */
function shown(file: string, text: string, workspace: LanguageWorkspace): readonly string[] {
  const document = documentOf(file, text);
  const targets = saidAt(document, workspace, 'deliver') ?? [];
  const paths = targets.length === 0 ? [undefined] : targets.map(({ path }) => path);
  return paths.map(path => fileNameToday(path, document, workspace).text);
}

/** The names that a run would give. */
function given(file: string, text: string, { workspace, now }: LanguageWorkspace): readonly string[] {
  if (!workspace) throw new Error('no workspace');
  return fileNamesOf(prepareExport({ workspace, text, file, runAt: now }), 'r8f2k1');
}

describe('names of files in hovers', () => {
  const demo = workspaceOf();

  it('V3 O5: of every export of the demo, as a run gives them', () => {
    const exports = SAMPLES.filter(file => file.startsWith('exports/'));
    assert.ok(exports.length > 30);
    for (const file of exports)
      assert.deepEqual(shown(file, textOf(file), demo), given(file, textOf(file), demo), file);
  });

  it('V3 O4 O5: of formats, archives, encryption and parts, as a run gives them', () => {
    const head = 'version: 1\nname: "a: b"\nmodel: transactions\nfields: [id]\nfilters: none\nwindow: {last: 7 days}\n';
    const options = [
      '',
      'file: {format: parquet}\n',
      'file: {format: xlsx, split: {rows: 10}}\ndeliver: [{to: share}, {to: share, path: "x/{part}_{rows}_{run.id}"}]\n',
      'file: {archive: gzip}\ndeliver: {to: share, path: "{window.from}/%G-%V_{window.until}.csv"}\n',
      'timezone: Asia/Tokyo\nfile: {format: ndjson, archive: zip, split: {size: 1 MB}}\ndeliver: {to: share, path: "%F %H"}\n',
    ];
    for (const option of options) {
      const text = head + option;
      assert.deepEqual(shown('exports/x.export.yaml', text, demo), given('exports/x.export.yaml', text, demo), option);
    }
  });
});
