import type { Asked } from '../complete/asked.ts';
import type { Completion } from '../complete/completion.ts';
import { gap, sortText } from '../complete/offer.ts';
import { type PathPattern, pathPattern } from '../meaning/path-pattern.ts';
import { type Snippet, type SnippetName, snippetText, withDefaults } from './snippet.ts';
import { SNIPPETS } from './snippets.ts';

const ALL: readonly { readonly snippet: Snippet; readonly fits: PathPattern | undefined }[] = SNIPPETS.map(snippet => ({
  snippet,
  fits: snippet.inside === undefined || snippet.inside === '' ? undefined : pathPattern(snippet.inside),
}));

/** The snippets that fit where a key or an item would begin. `column` is that of further lines of the same mapping. */
export function snippetsAt(asked: Asked, column: number): Completion[] {
  const { place, document } = asked;
  const names = namesOf(asked);
  return ALL.filter(({ snippet, fits }) => snippet.kind === document.kind && mayStand(asked, snippet, fits)).map(
    ({ snippet }, index): Completion => {
      const text = snippetText(snippet, names);
      return {
        label: snippet.label,
        kind: 'snippet',
        detail: snippet.detail,
        documentation: `\`\`\`yaml\n${withDefaults(text).trimEnd()}\n\`\`\``,
        insertText: gap(asked) + indented(asked, text, column),
        snippet: true,
        range: place.word.range,
        sortText: sortText(snippet.inside === undefined ? 0 : 8, index),
      };
    },
  );
}

function mayStand(
  { path, siblingsOf, document }: Asked,
  { inside, body }: Snippet,
  fits: PathPattern | undefined,
): boolean {
  const siblings = siblingsOf(path);
  // A whole file is for one that says nothing yet.
  if (inside === undefined) return path.length === 0 && (siblings?.size ?? 0) === 0;
  const key = /^\w+(?=:)/.exec(body[0] ?? '')?.[0];
  if (inside === '') return path.length === 0 && document.text.trim() !== '' && !siblings?.has(key ?? '');
  const isItem = typeof path.at(-1) === 'number';
  if (isItem && (siblings?.size ?? 0) > 0) return false;
  // An item stands in the list, a pair in the mapping.
  return (fits?.(isItem ? path.slice(0, -1) : path) ?? false) && (isItem || !ITEMS.test(inside));
}

/** Lists whose items snippets are. */
const ITEMS = /fields$|\.any\?$|\.all$|filters/;

function indented({ document, place }: Asked, text: string, column: number): string {
  const line = document.lines[place.word.range.start.line] ?? '';
  const leading = /^[ \t]*/.exec(line.slice(0, place.word.range.start.character))?.[0].length ?? 0;
  const pad = ' '.repeat(Math.max(0, column - leading));
  return text.replaceAll('\n', `\n${pad}`).trimEnd();
}

/** Names of the workspace that a snippet begins with, so that what it writes is right as it is. */
function namesOf({ document, workspace, models }: Asked): Partial<Record<SnippetName, string>> {
  const stem = (document.file.split(/[/\\]/).at(-1) ?? '').replace(/(@\d+)?\.\w+\.yaml$/, '');
  const { workspace: known } = workspace;
  const all = models.names();
  const model = all.includes('transactions') ? 'transactions' : all[0];
  const [destination] = Object.keys(known?.config.destinations ?? {});
  const [source] = Object.keys(known?.config.sources ?? {});
  const [template] = known?.templates.names() ?? [];
  const release = template === undefined ? undefined : known?.templates.releases(template).at(-1);
  return {
    ...(/^[\w-]+$/.test(stem) ? { name: stem } : {}),
    ...(model === undefined ? {} : { model }),
    ...(destination === undefined ? {} : { destination }),
    ...(source === undefined ? {} : { source }),
    ...(release === undefined ? {} : { template: `${template}@${release}` }),
    zone: workspace.zone ?? known?.brandZone ?? 'UTC',
  };
}
