import { URI } from 'vscode-uri';

/** The path of a document on disk; undefined for one that is on no disk (`untitled:`, `git:`). */
export function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

export const uriOf = (path: string): string => URI.file(path).toString();
