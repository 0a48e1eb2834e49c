import { strict as assert } from 'node:assert';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  type CodeLens,
  CodeLensRequest,
  type CompletionContext,
  CompletionRequest,
  CompletionTriggerKind,
  DefinitionRequest,
  type Diagnostic,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  type Location,
  type Position,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRequest,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type TempFolder, tempFolder } from '../../../test/support/temp-folder.ts';
import { Editor } from './support/editor.ts';

const DEMO = fileURLToPath(new URL('../../demo/workspace', import.meta.url));
const EXPORT = 'exports/daily-sales.export.yaml';
const MODEL = 'catalog/transactions.model.yaml';
const SMALL = 'version: 1\nname: x\nmodel: transactions\nfields:\n  - bill_number\nfilters: none\n';

/** The places of a word of a text, by the number of the occurrence. */
function placeOf(text: string, word: string, behind = 0): Position {
  const offset = text.indexOf(word) + behind;
  const line = text.slice(0, offset).split('\n').length - 1;
  return { line, character: offset - (text.lastIndexOf('\n', offset - 1) + 1) };
}

const applied = (uri: string, text: string, edits: readonly TextEdit[]) =>
  TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), [...edits]);

describe('V8 editing over the language server', () => {
  let folder: TempFolder;
  let editor: Editor;
  before(async () => {
    folder = await tempFolder();
    await cp(DEMO, folder.path, { recursive: true });
    editor = await Editor.start({ folders: [folder.path], zone: 'Pacific/Auckland' });
  });
  after(async () => {
    assert.equal(await editor.stop(), 0);
    await folder.remove();
  });
  afterEach(() => assert.deepEqual(editor.faults, []));

  const textOf = (file: string) => readFile(folder.join(file), 'utf8');
  const ask = (type: { readonly method: string }, params: object): Promise<unknown> =>
    editor.connection.sendRequest(type.method, params);

  it('V2 V8 completion: while a line is typed, in a file that cannot be read at that moment', async () => {
    const uri = await editor.open(folder.join('exports/x.export.yaml'), SMALL);
    await editor.type(uri, { line: 5, character: 0 }, '  - {from: store.\n');
    const found = (await ask(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: 5, character: 17 },
    })) as { items: { label: string; textEdit: TextEdit }[] };
    const zone = found.items.find(({ label }) => label === 'zone' || label === 'store.zone');
    assert.ok(zone, found.items.map(({ label }) => label).join());
    await editor.close(uri);
  });

  it('V2 V8 completion: nothing pops up behind the colon of a key, where Enter begins the next line', async () => {
    const typed = `${SMALL}window: {from: "date:"}\nschedule:\n`;
    const uri = await editor.open(folder.join('exports/x.export.yaml'), typed);
    const { line } = placeOf(typed, 'schedule:', 0);
    const labels = async (position: Position, context: CompletionContext) => {
      const params = { textDocument: { uri }, position, context };
      const found = (await ask(CompletionRequest.type, params)) as { items: { label: string }[] };
      return found.items.map(({ label }) => label);
    };
    const colon = { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter: ':' };
    assert.deepEqual(await labels({ line, character: 9 }, colon), []);
    // Who asks is answered; and a colon inside a value is followed by something.
    const asked = await labels({ line, character: 9 }, { triggerKind: CompletionTriggerKind.Invoked });
    assert.ok(asked.includes('now'), asked.join());
    const dates = await labels({ line: line - 1, character: 21 }, colon);
    assert.ok(
      dates.some(label => label.includes('yesterday')),
      dates.join(),
    );
    await editor.close(uri);
  });

  it('V2 D7 O4 completion: audience files and keys that are on disk, and the zone of the person’s own machine', async () => {
    await mkdir(folder.join('audiences', 'vip'), { recursive: true });
    await mkdir(folder.join('keys'), { recursive: true });
    await writeFile(folder.join('audiences', 'vip', 'spring.csv'), 'id\n');
    await writeFile(folder.join('keys', 'bank.asc'), '');
    const begun = `${SMALL}audience: {file: }\nfile: {encrypt: {pgp: }}\ntimezone: \n`;
    const uri = await editor.open(folder.join('exports/x.export.yaml'), begun);
    const offered = async (behind: string) => {
      const position = placeOf(begun, behind, behind.length);
      const found = (await ask(CompletionRequest.type, { textDocument: { uri }, position })) as {
        items: { label: string; detail?: string }[];
      };
      return found.items;
    };
    const labels = async (behind: string) => (await offered(behind)).map(({ label }) => label);
    assert.ok((await labels('audience: {file: ')).includes('audiences/vip/spring.csv'));
    assert.ok((await labels('pgp: ')).includes('bank'));
    const own = (await offered('timezone: ')).find(({ detail }) => detail === 'yours');
    assert.equal(own?.label, 'Pacific/Auckland');
    await editor.close(uri);
  });

  it('V3 hover: the values that previews saw of a field, from one preview to the next', async () => {
    const uri = await editor.open(folder.join('exports/x.export.yaml'), SMALL);
    const saw = (samples: object) => editor.connection.sendNotification('waybill/samples', { uri, samples });
    await saw({ 'transactions.bill_number': ['B000000001'] });
    await saw({ 'transactions.amount': ['12.50'] });
    const found = (await ask(HoverRequest.type, {
      textDocument: { uri },
      position: placeOf(SMALL, 'bill_number', 3),
    })) as { contents: { value: string } };
    assert.match(found.contents.value, /Seen in the last preview: `B000000001`/);
    await editor.close(uri);
  });

  it('V3 V8 hover: what a field is', async () => {
    const uri = await editor.open(folder.join('exports/x.export.yaml'), SMALL);
    const found = (await ask(HoverRequest.type, {
      textDocument: { uri },
      position: placeOf(SMALL, 'bill_number', 3),
    })) as { contents: { kind: string; value: string } };
    assert.equal(found.contents.kind, 'markdown');
    assert.match(found.contents.value, /Bill number/);
    await editor.close(uri);
  });

  it('V5 V8 definition and references: from an export to the model and back to every export', async () => {
    const uri = await editor.open(folder.join('exports/x.export.yaml'), SMALL);
    const position = placeOf(SMALL, 'bill_number', 3);
    const [target] = (await ask(DefinitionRequest.type, { textDocument: { uri }, position })) as Location[];
    assert.equal(target?.uri, pathToFileURL(folder.join(MODEL)).href);
    const line = (await textOf(MODEL)).split('\n')[target?.range.start.line ?? 0] ?? '';
    assert.match(line, /^ {2}bill_number:/);
    const found = (await ask(ReferencesRequest.type, {
      textDocument: { uri },
      position,
      context: { includeDeclaration: true },
    })) as Location[];
    const files = new Set(found.map(location => location.uri));
    assert.ok(files.has(uri) && files.has(pathToFileURL(folder.join(MODEL)).href) && files.size > 3, [...files].join());
    const marks = (await ask(DocumentHighlightRequest.type, { textDocument: { uri }, position })) as unknown[];
    assert.equal(marks.length, 1);
    await editor.close(uri);
  });

  it('V5 V8 rename: a field, in its model and in every file that names it; nothing is wrong afterwards', async () => {
    const uri = await editor.open(folder.join('exports/x.export.yaml'), SMALL);
    const position = placeOf(SMALL, 'bill_number', 3);
    const prepared = (await ask(PrepareRenameRequest.type, { textDocument: { uri }, position })) as {
      placeholder: string;
    };
    assert.equal(prepared.placeholder, 'bill_number');
    const edit = (await ask(RenameRequest.type, {
      textDocument: { uri },
      position,
      newName: 'receipt',
    })) as WorkspaceEdit;
    const changes = (edit.documentChanges ?? []) as TextDocumentEdit[];
    assert.ok(changes.length > 3);
    const opened: string[] = [];
    for (const { textDocument, edits } of changes) {
      const path = fileURLToPath(textDocument.uri);
      const before = textDocument.uri === uri ? SMALL : await readFile(path, 'utf8');
      const after = applied(textDocument.uri, before, edits as TextEdit[]);
      assert.notEqual(after, before);
      if (textDocument.uri === uri) await editor.replace(uri, after);
      else {
        await editor.open(path, after);
        opened.push(textDocument.uri);
      }
    }
    assert.deepEqual(await editor.codes(uri), []);
    for (const one of [...opened, uri]) await editor.close(one);
  });

  it('V5 V8 rename: what cannot be renamed is refused in words', async () => {
    const uri = await editor.open(folder.join('exports/x.export.yaml'), SMALL);
    const params = { textDocument: { uri }, position: placeOf(SMALL, 'bill_number', 3), newName: 'id' };
    await assert.rejects(editor.connection.sendRequest(RenameRequest.type, params), /\bid\b/);
    await editor.close(uri);
  });

  it('V4 V8 fixes: a quick fix for the diagnostic, all of a kind at once, and what is sure on saving', async () => {
    const text = `${SMALL.replace('bill_number', 'bil_number\n  - amuont')}file: {header: yes}\n`;
    const uri = await editor.open(folder.join('exports/x.export.yaml'), text);
    const diagnostics = (await editor.diagnostics(uri)) as Diagnostic[];
    const actions = async (of: readonly Diagnostic[], only?: readonly string[]) =>
      (await ask(CodeActionRequest.type, {
        textDocument: { uri },
        range: of[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: of, ...(only ? { only } : {}) },
      })) as { title: string; kind: string; isPreferred?: boolean; edit: WorkspaceEdit }[];
    const [first] = diagnostics.filter(({ code }) => code === 'unknown-field');
    assert.ok(first);
    const found = await actions([first]);
    assert.deepEqual(
      found.map(({ title }) => title),
      ['Change to `bill_number`', 'Fix all of this kind in the file (unknown-field)'],
    );
    assert.equal(found[0]?.isPreferred, true);
    const editsOf = (edit: WorkspaceEdit | undefined) =>
      ((edit?.documentChanges?.[0] as TextDocumentEdit | undefined)?.edits ?? []) as TextEdit[];
    const all = applied(uri, text, editsOf(found[1]?.edit));
    assert.match(all, /- bill_number\n {2}- amount\n/);
    const [sure, ...others] = await actions([], ['source.fixAll']);
    assert.deepEqual([sure?.kind, others.length], ['source.fixAll.waybill', 0]);
    await editor.replace(
      uri,
      applied(
        uri,
        all,
        editsOf(sure?.edit).filter(({ newText }) => newText === 'true'),
      ),
    );
    // The lines moved, so that the edit of the older text would not fit: it is asked for anew.
    const left = (await editor.diagnostics(uri)) as Diagnostic[];
    assert.ok(left.length <= 1, JSON.stringify(left));
    await editor.close(uri);
  });

  it('V5 V8 structure: outline, symbols of the workspace, folds, selections and the canonical form', async () => {
    const uri = await editor.open(folder.join(EXPORT), await textOf(EXPORT));
    const textDocument = { uri };
    const outline = (await ask(DocumentSymbolRequest.type, { textDocument })) as { name: string }[];
    assert.ok(
      outline.some(({ name }) => name === 'fields' || name === 'extends'),
      JSON.stringify(outline),
    );
    const symbols = (await ask(WorkspaceSymbolRequest.type, { query: 'dailysales' })) as {
      name: string;
      location: Location;
    }[];
    assert.ok(symbols.some(({ name, location }) => name === 'daily-sales' && location.uri === uri));
    assert.ok(((await ask(FoldingRangeRequest.type, { textDocument })) as unknown[]).length > 0);
    const [selection] = (await ask(SelectionRangeRequest.type, {
      textDocument,
      positions: [{ line: 2, character: 1 }],
    })) as { range: unknown; parent?: unknown }[];
    assert.ok(selection?.range);
    assert.deepEqual(await ask(DocumentFormattingRequest.type, { textDocument, options: {} }), []);
    const turned = SMALL.replace('version: 1\nname: x\n', 'name: x\nversion: 1\n');
    await editor.replace(uri, turned);
    const edits = (await ask(DocumentFormattingRequest.type, { textDocument, options: {} })) as TextEdit[];
    assert.match(applied(uri, turned, edits), /^version: 1\nname: x\n/);
    await editor.close(uri);
  });

  it('V3 V5 V8 annotations: colours, lenses, hints and links', async () => {
    const text = `${SMALL}audience: {file: audiences/vip.csv}\nwindow: {previous: day}\nschedule: {daily: {hours: [6]}}\n`;
    const uri = await editor.open(folder.join('exports/x.export.yaml'), text);
    const textDocument = { uri };
    const { data } = (await ask(SemanticTokensRequest.type, { textDocument })) as { data: number[] };
    assert.ok(data.length >= 5 && data.length % 5 === 0);
    const lenses = (await ask(CodeLensRequest.type, { textDocument })) as CodeLens[];
    // This editor has no commands to call.
    assert.ok(lenses.length > 0 && lenses.every(({ command }) => command?.command === ''));
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = (await ask(InlayHintRequest.type, { textDocument, range })) as { label: string }[];
    assert.ok(hints.length > 0);
    const [link] = (await ask(DocumentLinkRequest.type, { textDocument })) as { target: string }[];
    assert.equal(link?.target, pathToFileURL(folder.join('audiences/vip.csv')).href);
    await editor.close(uri);
  });

  it('V5 V8 lenses: an editor with the commands of the extension gets them to click on', async () => {
    await using other = await Editor.start({ initializationOptions: { commands: true } });
    const uri = await other.open(folder.join('exports/x.export.yaml'), SMALL);
    const lenses = (await other.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, command?.command, command?.arguments?.[0]]),
      ['Preview', 'Run', 'Deploy', 'History'].map(title => [title, `waybill.${title.toLowerCase()}`, uri]),
    );
  });

  it('V8 no input ends the server or makes it fail: every request at places of every beginning of a file', async () => {
    const text = await textOf(EXPORT);
    const uri = await editor.open(folder.join(EXPORT), '');
    for (let length = 0; length <= text.length; length += 17) {
      const cut = text.slice(0, length);
      await editor.replace(uri, cut);
      const lines = cut.split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      const params = { textDocument: { uri }, position };
      await Promise.all([
        ask(CompletionRequest.type, params),
        ask(HoverRequest.type, params),
        ask(DefinitionRequest.type, params),
        ask(ReferencesRequest.type, { ...params, context: { includeDeclaration: true } }),
        ask(DocumentHighlightRequest.type, params),
        ask(DocumentSymbolRequest.type, params),
        ask(FoldingRangeRequest.type, params),
        ask(SelectionRangeRequest.type, { ...params, positions: [position] }),
        ask(DocumentFormattingRequest.type, { ...params, options: {} }),
        ask(SemanticTokensRequest.type, params),
        ask(CodeLensRequest.type, params),
        ask(DocumentLinkRequest.type, params),
        ask(InlayHintRequest.type, { ...params, range: { start: { line: 0, character: 0 }, end: position } }),
        editor.diagnostics(uri).then(diagnostics =>
          ask(CodeActionRequest.type, {
            ...params,
            range: { start: position, end: position },
            context: { diagnostics },
          }),
        ),
      ]);
    }
    // Nothing of it is open, or anywhere.
    const nothing = { textDocument: { uri: 'file:///nowhere/x.export.yaml' }, position: { line: 9, character: 9 } };
    assert.equal(await ask(HoverRequest.type, nothing), null);
    await editor.close(uri);
  }).timeout(120_000);

  it('V8 a request that was cancelled is answered as cancelled', async () => {
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const uri = await editor.open(folder.join(EXPORT), await textOf(EXPORT));
    const params = { textDocument: { uri }, position: { line: 0, character: 0 } };
    // An answer may be on its way before the cancellation is read; what comes in time is heeded.
    const asked = async (): Promise<'answered' | 'cancelled'> => {
      const source = new CancellationTokenSource();
      const answer = editor.connection.sendRequest(HoverRequest.type, params, source.token);
      source.cancel();
      try {
        await answer;
        return 'answered';
      } catch (error) {
        assert.match(String(error), /cancelled/i);
        return 'cancelled';
      }
    };
    let heeded = false;
    for (let tries = 0; tries < 200 && !heeded; tries++) heeded = (await asked()) === 'cancelled';
    assert.ok(heeded);
    await editor.close(uri);
  });
});
