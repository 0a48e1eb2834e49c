import type { ClientCapabilities } from 'vscode-languageserver/node';
import type { ClientTraits } from './host.ts';

/** VS Code and what is made of it have a command that asks for completions. */
const LIKE_VS_CODE = /visual studio code|vscod|cursor|windsurf|code - oss/i;

/** What the features want to know of an editor. */
export function clientTraits(
  { textDocument, workspace }: ClientCapabilities,
  name = '',
  options: { readonly commands: boolean | undefined } = { commands: undefined },
): ClientTraits {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    askAgain: (options.commands ?? LIKE_VS_CODE.test(name)) ? 'editor.action.triggerSuggest' : undefined,
    commands: options.commands ?? LIKE_VS_CODE.test(name),
    definitionLinks: textDocument?.definition?.linkSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    renameFiles: workspace?.workspaceEdit?.resourceOperations?.includes('rename') === true,
  };
}
