import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { at, codeOf, diagnostics, openNew, provided, remove, replaceAll } from './support/editor.ts';
import { activated } from './support/extension.ts';

const FILE = 'exports/edited.export.yaml';
const TEXT = peopleExport(
  'window: {by: event_date, previous: day}\ndeliver: {to: share}\nschedule: {daily: {hours: [6], minutes: [30]}}\n',
  '[id, name]',
  'edited',
);

describe('the language in the editor', () => {
  let editor: vscode.TextEditor;
  before(async () => {
    await activated();
    editor = await openNew(FILE, TEXT);
  });
  after(() => remove(FILE));
  beforeEach(() => replaceAll(editor, TEXT));

  it('V4 says what is wrong at the exact word, with a code and a page about it, and stops when it is right', async () => {
    await replaceAll(editor, TEXT.replace('model: people', 'model: poeple'));
    const [found] = await diagnostics(editor.document, all => all.length > 0);
    assert.ok(found);
    assert.equal(editor.document.getText(found.range), 'poeple');
    assert.equal(codeOf(found), 'unknown-model');
    assert.equal(typeof found.code === 'object' && found.code.target.scheme, 'waybill-error');
    const page = await vscode.workspace.openTextDocument((found.code as { target: vscode.Uri }).target);
    assert.match(page.getText(), /^# unknown-model\n/);
    await replaceAll(editor, TEXT);
    await diagnostics(editor.document, all => all.length === 0);
  });

  it('V4 corrects it by a quick fix', async () => {
    await replaceAll(editor, TEXT.replace('model: people', 'model: poeple'));
    const [found] = await diagnostics(editor.document, all => all.length > 0);
    const actions = await provided<vscode.CodeAction>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      found?.range,
    );
    const fix = actions.find(({ title }) => title.includes('people'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(editor.document.getText(), TEXT);
  });

  it('V2 completes what may stand there', async () => {
    await replaceAll(editor, TEXT.replace('[id, name]', '[id, ]'));
    const labels = await waitFor('completion', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        at(editor.document, '[id, |]'),
      );
      const all = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return all.includes('joined') ? all : undefined;
    });
    assert.ok(labels.includes('email'));
  });

  it('V2 offers whole definitions in an empty file', async () => {
    await replaceAll(editor, '');
    const items = await waitFor('snippets', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        new vscode.Position(0, 0),
      );
      const snippets = list.items.filter(({ kind }) => kind === vscode.CompletionItemKind.Snippet);
      return snippets.length > 0 ? snippets : undefined;
    });
    const text = (items[0]?.insertText as vscode.SnippetString | undefined)?.value ?? '';
    assert.match(text, /^version: 1\n/);
  });

  it('V3 explains what the pointer is on', async () => {
    const hovers = await provided<vscode.Hover>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      at(editor.document, 'sche|dule'),
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map(part => (part as vscode.MarkdownString).value))
      .join('\n');
    assert.match(text, /06:30/);
  });

  it('V5 goes to where a field is declared, and to all that names it', async () => {
    const position = at(editor.document, '[id, na|me]');
    const [declared] = await provided<vscode.Location | vscode.LocationLink>(
      'vscode.executeDefinitionProvider',
      editor.document.uri,
      position,
    );
    const target = declared && ('targetUri' in declared ? declared.targetUri : declared.uri);
    assert.match(target?.path ?? '', /catalog\/people\.model\.yaml$/);
    const references = await provided<vscode.Location>(
      'vscode.executeReferenceProvider',
      editor.document.uri,
      position,
    );
    const files = references.map(({ uri }) => uri.path.split('/').at(-1));
    assert.ok(files.includes('people.export.yaml') && files.includes('edited.export.yaml'), files.join());
  });

  it('V5 renames a field across files', async () => {
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      editor.document.uri,
      at(editor.document, '[id, na|me]'),
      'full_name',
    );
    const files = edit.entries().map(([uri]) => uri.path.split('/').at(-1));
    assert.ok(files.includes('people.model.yaml') && files.includes('people.export.yaml'), files.join());
  });

  it('V5 shows Preview, Run, Deploy and History above an export, each a command that exists', async () => {
    const lenses = await provided<vscode.CodeLens>('vscode.executeCodeLensProvider', editor.document.uri, 10);
    const titles = lenses.map(({ command }) => command?.title ?? '');
    for (const title of ['Preview', 'Run', 'Deploy', 'History'])
      assert.ok(
        titles.some(text => text.includes(title)),
        titles.join(),
      );
    const known = new Set(await vscode.commands.getCommands(true));
    const actions = lenses.map(({ command }) => command?.command ?? '').filter(command => command !== '');
    assert.equal(actions.length, 4);
    for (const action of actions) assert.ok(known.has(action), action);
  });

  it('V5 outlines, folds and formats', async () => {
    const symbols = await provided<vscode.DocumentSymbol>('vscode.executeDocumentSymbolProvider', editor.document.uri);
    assert.ok(symbols.length > 0);
    await replaceAll(editor, TEXT.replace('fields: [id, name]', 'fields:   [id,   name] # both'));
    const edits = await provided<vscode.TextEdit>('vscode.executeFormatDocumentProvider', editor.document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    const change = new vscode.WorkspaceEdit();
    change.set(editor.document.uri, [...edits]);
    await vscode.workspace.applyEdit(change);
    assert.match(editor.document.getText(), /^fields: \[id, name\] # both$/m);
  });

  it('V5 colours names by what they mean', async () => {
    const tokens = await waitFor('tokens', async () => {
      const found = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        'vscode.provideDocumentSemanticTokens',
        editor.document.uri,
      );
      return found !== undefined && found.data.length > 0 ? found : undefined;
    });
    assert.equal(tokens.data.length % 5, 0);
  });

  it('V4 goes on after the language server was started anew', async () => {
    await vscode.commands.executeCommand('waybill.restartServer');
    await replaceAll(editor, TEXT.replace('model: people', 'model: poeple'));
    await diagnostics(editor.document, all => all.length > 0);
  });

  it('V1 an enter goes on with a list', async () => {
    for (const item of ['id', '{from: id}', '{from: id, to: "No. #1"}', '[a, b]  # both']) {
      const text = `version: 1\nfields:\n  - ${item}`;
      // The rules of a language come a little after its first file, and what a line consists of a little after the line.
      await waitFor(`the rules behind ${item}`, async () => {
        await replaceAll(editor, text);
        const end = editor.document.positionAt(text.length);
        editor.selection = new vscode.Selection(end, end);
        await vscode.commands.executeCommand('type', { text: '\n' });
        return editor.document.getText() === `${text}\n  - `;
      });
    }
  });
});
