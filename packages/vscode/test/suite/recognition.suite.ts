import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { fileAt, openNew, remove } from './support/editor.ts';

const languageOf = async (path: string) => (await vscode.workspace.openTextDocument(fileAt(path))).languageId;

describe('recognition', () => {
  it('V1 the four kinds of files have their languages', async () => {
    assert.deepEqual(
      await Promise.all(
        ['waybill.yaml', 'catalog/people.model.yaml', 'exports/people.export.yaml', 'templates/base.template.yaml'].map(
          languageOf,
        ),
      ),
      ['waybill-workspace', 'waybill-model', 'waybill-export', 'waybill-template'],
    );
  });

  it('V1 other YAML is left alone', async () => {
    const editor = await openNew('other.yaml', 'version: 1\nfields: [nothing\n');
    assert.equal(editor.document.languageId, 'yaml');
    const asked = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      new vscode.Position(0, 0),
    );
    assert.deepEqual(
      asked.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text).map(({ label }) => label),
      [],
    );
    assert.deepEqual(vscode.languages.getDiagnostics(editor.document.uri), []);
    await remove('other.yaml');
  });

  it('V2 only what fits is offered: no words of open files, and Enter ends a line that is written out', async () => {
    const kinds = ['waybill-export', 'waybill-template', 'waybill-model', 'waybill-workspace'];
    for (const languageId of kinds) {
      const editor = vscode.workspace.getConfiguration('editor', { languageId });
      assert.equal(editor.get('wordBasedSuggestions'), 'off', languageId);
      assert.equal(editor.get('acceptSuggestionOnEnter'), 'smart', languageId);
    }
    const text = 'version: 1\nname: words\ndescription: wo\n';
    const { document } = await openNew('exports/words.export.yaml', text);
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(text.length - 1),
    );
    assert.deepEqual(
      offered.items.map(({ label }) => label),
      [],
    );
    await remove('exports/words.export.yaml');
  });

  it('V1 the extension is active in a workspace of Waybill, with all the commands of its manifest', async () => {
    const extension = vscode.extensions.getExtension('waybill.waybill-vscode');
    assert.ok(extension);
    await extension.activate();
    const { commands } = extension.packageJSON.contributes as { commands: { command: string }[] };
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commands.map(({ command }) => command).filter(command => !known.has(command)),
      [],
    );
  });
});
