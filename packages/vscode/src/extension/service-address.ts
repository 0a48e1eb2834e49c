import * as vscode from 'vscode';

/** What is wrong with an address that somebody types, for an input box; a mere warning does not stop them. */
export function addressProblem(text: string): string | vscode.InputBoxValidationMessage | undefined {
  const address = text.trim();
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    return 'An address looks like `https://exports.brand.example` or `http://127.0.0.1:8484`.';
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) return undefined;
  return {
    message: 'The token would cross the network unencrypted: ask for an `https://` address.',
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}
