import { strict as assert } from 'node:assert';
import { cp, readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ReferencesRequest, WorkspaceSymbolRequest } from 'vscode-languageserver-protocol';
import { URI } from 'vscode-uri';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';
import { pathOf, uriOf } from '../src/file-uri.ts';
import { Editor } from './support/editor.ts';

const DEMO = fileURLToPath(new URL('../../demo/workspace', import.meta.url));

describe('V8 addresses of files', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  afterEach(() => folder.remove());

  it('V8 URIs: a path and back; what is on no disk has no path', () => {
    assert.equal(pathOf(uriOf('/a b/ö%20.export.yaml')), '/a b/ö%20.export.yaml');
    for (const other of ['untitled:Untitled-1', 'git:/a/b.export.yaml?ref', 'vscode-remote://x/y']) {
      assert.equal(pathOf(other), undefined);
    }
    // A letter of a drive is written in two ways, and is one path.
    const [one, other] = ['file:///C:/a/b.yaml', 'file:///c%3A/a/b.yaml'].map(uri => URI.parse(uri).fsPath);
    assert.equal(one, other);
  });

  it('V8 URIs: folders with spaces, signs and letters of all kinds, written as the editor writes them', async () => {
    const root = folder.join('Über uns, 100 % (neu)');
    await cp(DEMO, root, { recursive: true });
    await using editor = await Editor.start();
    const file = 'exports/daily-sales.export.yaml';
    const text = await readFile(`${root}/${file}`, 'utf8');
    // More letters are escaped than need be.
    const uri = pathToFileURL(`${root}/${file}`).href.replaceAll(
      /[(),]/g,
      sign => `%${sign.charCodeAt(0).toString(16)}`,
    );
    await editor.open(uri, text);
    assert.deepEqual(await editor.codes(uri), []);
    const line = text.split('\n').findIndex(one => one.startsWith('model:'));
    const found = await editor.connection.sendRequest(ReferencesRequest.type, {
      textDocument: { uri },
      position: { line, character: 8 },
      context: { includeDeclaration: false },
    });
    assert.ok(
      found?.some(location => location.uri === uri),
      JSON.stringify(found?.map(location => location.uri)),
    );
    assert.deepEqual(editor.faults, []);
  });

  it('V8 workspaces: several at once, each file in its own; symbols are found in all that the editor shows', async () => {
    const [one, two] = [folder.join('one'), folder.join('deep/two')];
    for (const root of [one, two]) await cp(DEMO, root, { recursive: true });
    await using editor = await Editor.start({ folders: [folder.path] });
    const symbols = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'daily-sales' });
    const files = (symbols ?? [])
      .map(({ location }) => location.uri)
      .filter(uri => uri.endsWith('daily-sales.export.yaml'));
    assert.deepEqual(
      files.sort(),
      [two, one].map(root => pathToFileURL(`${root}/exports/daily-sales.export.yaml`).href),
    );
    const text = await readFile(`${one}/exports/store-directory.export.yaml`, 'utf8');
    const model = 'version: 1\nmodel: stores\ntable: stores\nkey: id\nfields: {id: integer}\n';
    await editor.open(`${one}/catalog/stores.model.yaml`, model);
    const here = await editor.open(`${one}/exports/store-directory.export.yaml`, text);
    const there = await editor.open(`${two}/exports/store-directory.export.yaml`, text);
    assert.ok((await editor.codes(here)).includes('unknown-field'));
    assert.deepEqual(await editor.codes(there), []);
    assert.deepEqual(editor.faults, []);
  });
});
