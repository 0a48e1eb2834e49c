import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Activated } from '../../packages/vscode/src/extension/main.ts';

/** What `bench/vscode.ts` runs in the extension host: a file is opened in a window in which the extension does not run yet. */
const { WAYBILL_BENCH_FILE = '', WAYBILL_BENCH_TIMES = '' } = process.env;

const diagnosticsOf = (uri: vscode.Uri, wanted: (count: number) => boolean): Promise<number> =>
  new Promise(resolve => {
    const look = () => {
      if (!wanted(vscode.languages.getDiagnostics(uri).length)) return;
      listening.dispose();
      resolve(performance.now());
    };
    const listening = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });

describe('opening', () => {
  it('is measured', async () => {
    const uri = vscode.Uri.file(WAYBILL_BENCH_FILE);
    const begun = performance.now();
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const there = await diagnosticsOf(uri, count => count > 0);
    const { activatedAt, activationMs } = await (
      vscode.extensions.getExtension<Activated>('waybill.waybill-vscode') as vscode.Extension<Activated>
    ).activate();
    const { document } = editor;
    const mistake = document.positionAt(document.getText().indexOf('poeple'));
    const edited = performance.now();
    await editor.edit(edit => edit.replace(document.getWordRangeAtPosition(mistake) as vscode.Range, 'people'));
    const next = (await diagnosticsOf(uri, count => count === 0)) - edited;
    appendFileSync(
      WAYBILL_BENCH_TIMES,
      `${JSON.stringify({ activationMs, first: there - begun, ours: there - activatedAt, next })}\n`,
    );
  }).timeout(60_000);
});
