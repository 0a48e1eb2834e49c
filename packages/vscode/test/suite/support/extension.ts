import * as vscode from 'vscode';
import type { Extension } from '../../../src/extension/extension.ts';
import type { Activated } from '../../../src/extension/main.ts';

/** The extension, when all has started that starts by itself. */
export async function activated(): Promise<Extension> {
  const found = vscode.extensions.getExtension<Activated>('waybill.waybill-vscode');
  if (found === undefined) throw new Error('The extension is not installed');
  const { started, extension } = await found.activate();
  await started;
  return extension;
}
