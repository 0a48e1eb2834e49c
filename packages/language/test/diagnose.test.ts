import { strict as assert } from 'node:assert';
import { cp, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Problem } from '@waybill/engine/errors';
import { Temporal } from '@waybill/engine/time';
import { tempFolder } from '../../../test/support/temp-folder.ts';
import { ioOfProcess } from '../../cli/src/io.ts';
import { checkFiles } from '../../cli/src/workspace/check-files.ts';
import { diagnose, diagnoseAll } from '../src/diagnose/diagnose.ts';
import { DEMO, documentOf, nowhere, SAMPLES, textOf, workspaceOf } from './support/workspace.ts';

/** What `waybill validate` says of one file. */
const io = ioOfProcess([]);
async function validated(folder: string, file: string): Promise<readonly Problem[]> {
  const { problems } = await checkFiles({ ...io, cwd: folder, env: {} }, {}, [file]);
  return problems.filter(({ place }) => place?.file === file);
}

/** Ways to break a file, so that every kind of check has something to say. */
const BREAKS: readonly ((text: string) => string)[] = [
  text => text,
  text => text.replace('model:', 'modle:'),
  text => text.replaceAll('amount', 'amuont'),
  text => text.replace('equals', 'equal'),
  text => text.replace(/^filters:.*\n(?: .*\n)*/m, ''),
  text => text.replace('type: string', 'type: strin'),
  text => text.replace(/\n {2}/, '\n\t'),
  text => text.replace('[', '[['),
  text => `${text}\nname: twice\nname: twice\n`,
  () => '',
];

describe('V4 diagnostics', () => {
  it('V4 diagnostics: the same problems as `waybill validate`, for every sample, whole and broken', async () => {
    await using folder = await tempFolder();
    await cp(DEMO, folder.path, { recursive: true });
    const now = Temporal.Now.instant();
    for (const file of SAMPLES) {
      for (const change of BREAKS) {
        const text = change(textOf(file));
        if (change !== BREAKS[0] && text === textOf(file)) continue;
        await writeFile(folder.join(file), text);
        const wanted = await validated(folder.path, relative('.', file));
        const found = diagnose(documentOf(file, text), workspaceOf({}, folder.path, now));
        assert.deepEqual(found, wanted, `${file} ${String(change)}`);
      }
      await writeFile(folder.join(file), textOf(file));
    }
  }).timeout(120_000);

  it('V4 diagnostics: what is wrong in a model stays with its file', () => {
    const model = 'catalog/stores.model.yaml';
    const file = 'exports/store-directory.export.yaml';
    const workspace = workspaceOf({ [model]: textOf(model).replace('fields:', 'feilds:') });
    const { problems, elsewhere } = diagnoseAll(documentOf(file), workspace);
    assert.ok(problems.every(({ place }) => place?.file === file));
    assert.ok(problems.some(({ code }) => code === 'model-broken'));
    assert.deepEqual([...new Set(elsewhere.map(({ place }) => place?.file))], [model]);
  });

  it('V4 diagnostics: outside a workspace nothing is said about names that only a workspace knows', () => {
    for (const file of SAMPLES) assert.deepEqual(diagnose(documentOf(file), nowhere), [], file);
    const wrong = documentOf(
      'x.export.yaml',
      'version: 1\nname: x\nmodel: anything\nfields: [id]\ntimezone: Europe/Vien\nfiltres: none\n',
    );
    assert.deepEqual(
      diagnose(wrong, nowhere).map(({ code }) => code),
      ['unknown-timezone', 'unknown-key'],
    );
  });

  it('V4 diagnostics: never throws, whatever a file is cut down to', () => {
    const workspace = workspaceOf();
    for (const file of ['exports/daily-sales.export.yaml', 'templates/sales@2.template.yaml', 'waybill.yaml']) {
      const text = textOf(file);
      for (let length = 0; length <= text.length; length++) {
        const cut = documentOf(file, text.slice(0, length));
        for (const around of [workspace, nowhere]) {
          for (const { place } of diagnose(cut, around)) assert.ok(place?.file === undefined || place.file === file);
        }
      }
    }
  }).timeout(60_000);

  it('V4 diagnostics: every place is inside the text', () => {
    for (const file of SAMPLES) {
      const document = documentOf(file, textOf(file).replaceAll('amount', 'amuont').replaceAll('name', 'nmae'));
      for (const { place } of diagnose(document, workspaceOf({ [file]: document.text }))) {
        assert.ok((place?.endLine ?? 1) <= document.lines.length, join(file, JSON.stringify(place)));
      }
    }
  }).timeout(60_000);
});
