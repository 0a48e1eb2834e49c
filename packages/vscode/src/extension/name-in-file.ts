import type * as vscode from 'vscode';
import type { ServicePart } from './service-part.ts';
import { WrongPlace } from './the-file.ts';

/** The name of the export in a file, as the service reads it. */
export async function nameInFile(service: ServicePart, document: vscode.TextDocument): Promise<string> {
  const { name } = await service.client().checkDefinition({ body: { text: document.getText() } });
  if (name !== null) return name;
  throw new WrongPlace('The service cannot read a name in this file.', 'Correct its problems first: see "Problems".');
}
