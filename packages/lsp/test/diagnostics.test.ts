import { strict as assert } from 'node:assert';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DiagnosticSeverity, FileChangeType } from 'vscode-languageserver-protocol';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';
import { waitFor } from '../../../test/support/wait-for.ts';
import { Editor } from './support/editor.ts';

const DEMO = fileURLToPath(new URL('../../demo/workspace', import.meta.url));
const EXPORT = 'exports/daily-sales.export.yaml';
const MODEL = 'catalog/transactions.model.yaml';

describe('V4 V8 diagnostics of the language server', () => {
  let folder: TempFolder;
  let editor: Editor;
  before(async () => {
    folder = await tempFolder();
    await cp(DEMO, folder.path, { recursive: true });
  });
  after(() => folder.remove());
  afterEach(async () => {
    assert.deepEqual(editor.faults, []);
    assert.equal(await editor.stop(), 0);
  });

  const textOf = (file: string) => readFile(folder.join(file), 'utf8');

  it('V4 V8 typing: a mistake appears at its word, with code, link and what to do, and goes when it is corrected', async () => {
    editor = await Editor.start();
    const text = await textOf(EXPORT);
    const uri = await editor.open(folder.join(EXPORT), text);
    assert.deepEqual(await editor.codes(uri), []);
    const line = text.split('\n').findIndex(one => one.startsWith('model:'));
    const range = { start: { line, character: 7 }, end: { line, character: 7 + 'transactions'.length } };
    await editor.type(uri, range, 'transactoins');
    const [found, ...others] = await editor.diagnostics(uri);
    assert.deepEqual(others, []);
    assert.ok(found);
    assert.deepEqual(found.range, range);
    assert.deepEqual(
      [found.code, found.source, found.severity],
      ['unknown-model', 'waybill', DiagnosticSeverity.Error],
    );
    assert.match(String(found.message), /no model "transactoins".*Did you mean "transactions"\?\n/s);
    assert.match(found.codeDescription?.href ?? '', /errors\.md#L\d+$/);
    const page = (await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')).split('\n');
    assert.equal(page[Number(/#L(\d+)$/.exec(found.codeDescription?.href ?? '')?.[1]) - 1], '## unknown-model');
    await editor.type(uri, range, 'transactions');
    assert.deepEqual(await editor.codes(uri), []);
  });

  it('V4 V8 links: a page on the web has the code as its anchor; an empty one switches them off', async () => {
    editor = await Editor.start({ initializationOptions: { errorPage: 'https://docs.example/errors' } });
    const uri = await editor.open(folder.join(EXPORT), 'version: 1\n');
    const links = (await editor.diagnostics(uri)).map(({ codeDescription }) => codeDescription?.href);
    assert.ok(links.includes('https://docs.example/errors#missing-key'), links.join());
    await editor.stop();
    editor = await Editor.start({ initializationOptions: { errorPage: '' } });
    const again = await editor.open(folder.join(EXPORT), 'version: 1\n');
    for (const { codeDescription } of await editor.diagnostics(again)) assert.equal(codeDescription, undefined);
  });

  it('V4 V8 pull: an unsaved model counts for exports at once; what is wrong in it stays with its file', async () => {
    editor = await Editor.start();
    const exported = await editor.open(folder.join(EXPORT), await textOf(EXPORT));
    assert.deepEqual(await editor.codes(exported), []);
    const model = await editor.open(folder.join(MODEL), await textOf(MODEL));
    await editor.replace(model, (await textOf(MODEL)).replace(/^ {2}bill_number:/m, '  bill_no:'));
    await waitFor('the server to ask for another look', () => editor.refreshes > 0);
    assert.ok((await editor.codes(exported)).includes('unknown-field'));
    await editor.replace(model, (await textOf(MODEL)).replace('fields:', 'feilds:'));
    const report = await editor.report(exported);
    assert.ok(report.items.some(({ code }) => code === 'model-broken'));
    // An open file is asked about itself.
    assert.equal(report.relatedDocuments, undefined);
    assert.ok((await editor.codes(model)).includes('unknown-key'));
    // Not saved and closed: the file on disk counts again.
    await editor.close(model);
    assert.deepEqual(await editor.codes(exported), []);
  });

  it('V4 V8 pull: a broken model that is not open is among the related documents', async () => {
    editor = await Editor.start();
    const uri = await editor.open(folder.join(EXPORT), await textOf(EXPORT));
    const text = await textOf(MODEL);
    await writeFile(folder.join(MODEL), text.replace('fields:', 'feilds:'));
    await editor.changedOnDisk(folder.join(MODEL), FileChangeType.Changed);
    const report = await editor.report(uri);
    assert.deepEqual(Object.keys(report.relatedDocuments ?? {}), [pathToFileURL(folder.join(MODEL)).href]);
    await writeFile(folder.join(MODEL), text);
    await editor.changedOnDisk(folder.join(MODEL), FileChangeType.Changed);
    assert.equal((await editor.report(uri)).relatedDocuments, undefined);
  });

  it('V4 V8 push: editors that do not ask are told, also of files that are not open, and when all is right again', async () => {
    editor = await Editor.start({ pull: false, initializationOptions: { delay: 0 } });
    assert.equal(editor.result.capabilities.diagnosticProvider, undefined);
    const text = await textOf(EXPORT);
    const uri = await editor.open(folder.join(EXPORT), text.replace('model: transactions', 'model: transaction'));
    const codes = () => editor.published(uri)?.map(({ code }) => code);
    await waitFor('the mistake', () => codes()?.includes('unknown-model'));
    await editor.replace(uri, text);
    await waitFor('no mistake', () => codes()?.length === 0);
    const model = pathToFileURL(folder.join(MODEL)).href;
    const written = await textOf(MODEL);
    await writeFile(folder.join(MODEL), written.replace('fields:', 'feilds:'));
    await editor.changedOnDisk(folder.join(MODEL), FileChangeType.Changed);
    await waitFor('the mistake of the model', () => (editor.published(model)?.length ?? 0) > 0);
    await writeFile(folder.join(MODEL), written);
    await editor.changedOnDisk(folder.join(MODEL), FileChangeType.Changed);
    await waitFor('no mistake of the model', () => editor.published(model)?.length === 0);
    await editor.replace(uri, 'nonsense');
    await waitFor('the nonsense', () => (codes()?.length ?? 0) > 0);
    await editor.close(uri);
    await waitFor('a closed file has none', () => codes()?.length === 0);
  });

  it('V4 V8 disk: without news of changes, the disk is looked at again', async () => {
    editor = await Editor.start({ watch: false });
    const uri = await editor.open(folder.join(EXPORT), await textOf(EXPORT));
    assert.deepEqual(await editor.codes(uri), []);
    const text = await textOf(MODEL);
    await rm(folder.join(MODEL));
    await waitFor('the model to be missed', async () => (await editor.codes(uri)).includes('unknown-model'));
    await writeFile(folder.join(MODEL), text);
    await waitFor('the model to be back', async () => (await editor.codes(uri)).length === 0);
  });

  it('V4 V8 disk: a model that is deleted is missed at once where the editor tells', async () => {
    editor = await Editor.start();
    const uri = await editor.open(folder.join(EXPORT), await textOf(EXPORT));
    assert.deepEqual(await editor.codes(uri), []);
    const text = await textOf(MODEL);
    await rm(folder.join(MODEL));
    await editor.changedOnDisk(folder.join(MODEL), FileChangeType.Deleted);
    assert.ok((await editor.codes(uri)).includes('unknown-model'));
    await writeFile(folder.join(MODEL), text);
    await editor.changedOnDisk(folder.join(MODEL), FileChangeType.Created);
    assert.deepEqual(await editor.codes(uri), []);
  });

  it('V4 V8 workspace: it may appear after the file was opened, unsaved at first', async () => {
    await using bare = await tempFolder();
    editor = await Editor.start();
    await mkdir(bare.join('exports'));
    const text = 'version: 1\nname: x\nmodel: people\nfields: [id]\nfilters: none\n';
    const uri = await editor.open(bare.join('exports/x.export.yaml'), text);
    assert.deepEqual(await editor.codes(uri), []);
    const workspace = await editor.open(bare.join('waybill.yaml'), 'version: 1\nbrand: {name: X}\n');
    assert.deepEqual(await editor.codes(uri), ['unknown-model']);
    await editor.close(workspace);
    assert.deepEqual(await editor.codes(uri), []);
    await writeFile(bare.join('waybill.yaml'), 'version: 1\nbrand: {name: X}\n');
    await editor.changedOnDisk(bare.join('waybill.yaml'), FileChangeType.Created);
    assert.deepEqual(await editor.codes(uri), ['unknown-model']);
  });

  it('V1 V8 files: other YAML is left alone; a file without a name is judged by its language', async () => {
    editor = await Editor.start();
    const other = await editor.open(folder.join('docker-compose.yaml'), 'services: [');
    assert.deepEqual(await editor.codes(other), []);
    const untitled = await editor.open('untitled:Untitled-1', 'version: 2\n', 'waybill-export');
    assert.ok((await editor.codes(untitled)).includes('wrong-value'));
  });

  it('V4 O4 V8 keys: a receiver’s key that is not there is told at its name, until it is', async () => {
    editor = await Editor.start();
    const text = `${(await textOf('exports/product-list.export.yaml')).replace('{format: psv}', '{format: psv, encrypt: {pgp: partner}}')}`;
    const uri = await editor.open(folder.join('exports/product-list.export.yaml'), text);
    const [found, ...others] = await editor.diagnostics(uri);
    assert.deepEqual([found?.code, others.length], ['pgp-key-missing', 0]);
    const line = text.split('\n')[found?.range.start.line ?? 0] ?? '';
    assert.equal(line.slice(found?.range.start.character, found?.range.end.character), 'partner');
    await mkdir(folder.join('keys'));
    await writeFile(folder.join('keys/partner.asc'), 'no key');
    await editor.changedOnDisk(folder.join('keys/partner.asc'), FileChangeType.Created);
    assert.deepEqual(await editor.codes(uri), ['pgp-key-unreadable']);
    await rm(folder.join('keys'), { recursive: true });
  });

  it('V4 V8 names: another file of the same name is linked to', async () => {
    editor = await Editor.start();
    const text = (await textOf(EXPORT)).replace(/^name: .*$/m, 'name: product-list');
    const uri = await editor.open(folder.join(EXPORT), text);
    const [found] = (await editor.diagnostics(uri)).filter(({ code }) => code === 'duplicate-name');
    const [related] = found?.relatedInformation ?? [];
    assert.equal(related?.location.uri, pathToFileURL(folder.join('exports/product-list.export.yaml')).href);
  });
});
