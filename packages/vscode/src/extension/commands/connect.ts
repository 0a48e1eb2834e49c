import * as vscode from 'vscode';
import { given } from '../ask.ts';
import type { Command } from '../extension.ts';
import { addressProblem } from '../service-address.ts';
import type { Connection, ServicePart } from '../service-part.ts';

/**
 * Connects to a service. Asks for address and token, unless it is given them (`{url, token}`), or a service runs in this
 * workspace and is chosen. Gives who one is there.
 */
export const connect: Command = {
  id: 'waybill.connect',
  run: async (extension, wanted) => {
    const service = await extension.service();
    const connection = isConnection(wanted) ? wanted : await asked(service);
    const { name, role, brand } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Waybill: connecting to ${connection.url}` },
      () => service.connect(connection),
    );
    void vscode.window.showInformationMessage(`Waybill: connected to ${brand} as ${name}, ${role}.`);
    return { name, role };
  },
};

const isConnection = (value: unknown): value is Connection =>
  typeof value === 'object' && value !== null && 'url' in value && 'token' in value;

async function asked(service: ServicePart): Promise<Connection> {
  const own = await service.ownConnection();
  if (own !== undefined && (await usesOwn(own))) return own;
  const url = given(
    await vscode.window.showInputBox({
      title: 'Connect to Service (1/2)',
      prompt: 'Address of the service',
      placeHolder: 'https://exports.brand.example',
      value: service.likelyUrl() ?? 'http://127.0.0.1:8484',
      ignoreFocusOut: true,
      validateInput: addressProblem,
    }),
  );
  const token = given(
    await vscode.window.showInputBox({
      title: 'Connect to Service (2/2)',
      prompt: `Token for ${url}. \`waybill token create\` makes one. It is kept in the secret storage of this machine.`,
      password: true,
      ignoreFocusOut: true,
      validateInput: text => (text.trim() === '' ? 'A token is needed.' : undefined),
    }),
  );
  return { url: url.trim().replace(/\/+$/, ''), token: token.trim() };
}

/** Whether the service of the workspace is meant. */
async function usesOwn({ url }: Connection): Promise<boolean> {
  const own = { label: '$(folder) The service of this workspace', description: url };
  const other = { label: '$(globe) Another service…', description: 'by its address and a token' };
  const picked = given(await vscode.window.showQuickPick([own, other], { title: 'Connect to Service' }));
  return picked === own;
}
