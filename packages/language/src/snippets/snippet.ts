import type { FileKind } from '@waybill/engine/definition';

/**
 * A piece of a file with places to fill in (V2), in the syntax of LSP's snippets. `@model@` and the like stand for names
 * of the workspace (see {@link NAMES}).
 */
export interface Snippet {
  /** What is typed to find it. */
  readonly label: string;
  /** What it is for. */
  readonly detail: string;
  readonly kind: FileKind;
  /**
   * The mapping or list in which it stands, as `path-pattern.ts` writes paths; undefined for a whole file. An item of a
   * list is written without its dash.
   */
  readonly inside?: string;
  readonly body: readonly string[];
}

/** Names that snippets hold, and what they are where the workspace has none yet. */
export const NAMES = {
  name: 'my-export',
  model: 'transactions',
  destination: 'partner-sftp',
  source: 'crm',
  zone: 'UTC',
  template: 'sales@1',
} as const;
export type SnippetName = keyof typeof NAMES;

/** The snippet's text with the names of a workspace, or those of {@link NAMES}. */
export function snippetText({ body }: Pick<Snippet, 'body'>, names: Partial<Record<SnippetName, string>> = {}): string {
  const all: Readonly<Record<string, string>> = { ...NAMES, ...names };
  return body.join('\n').replaceAll(/@(\w+)@/g, (whole, name: string) => escaped(all[name] ?? whole));
}

const escaped = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&');

/** A snippet's text as it is when every default is taken: what stands in the file if nothing is changed. */
export function withDefaults(snippet: string): string {
  let out = '';
  for (let at = 0; at < snippet.length; ) {
    const rest = snippet.slice(at);
    const choice = /^\$\{\d+\|((?:\\.|[^\\|])*?)\|\}/.exec(rest);
    const open = /^\$\{\d+(:)?/.exec(rest);
    const stop = /^\$\d+/.exec(rest);
    if (choice) {
      const [first = ''] = (choice[1] ?? '').split(/(?<!\\),/);
      out += first.replaceAll(/\\(.)/g, '$1');
      at += choice[0].length;
    } else if (open) {
      const end = closing(rest);
      out += open[1] === undefined ? '' : withDefaults(rest.slice(open[0].length, end));
      at += end + 1;
    } else if (stop) at += stop[0].length;
    else if (rest.startsWith('\\') && rest.length > 1) {
      out += rest[1];
      at += 2;
    } else {
      out += rest[0];
      at++;
    }
  }
  return out;
}

/** Where the `}` of a placeholder at the beginning is. */
function closing(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith('${', i)) depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return text.length;
}
