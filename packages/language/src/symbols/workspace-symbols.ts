import type { FileKind } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Location } from '../positions.ts';
import { DECLARED, type SymbolKind } from './outline.ts';

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly location: Location;
  /** What it belongs to: a field's model. */
  readonly container: string;
}

/** More are no help to anyone. */
const MOST = 500;

/** The key that names what a file is. */
const NAMED_BY: Partial<Readonly<Record<FileKind, string>>> = { export: 'name', template: 'template', model: 'model' };

/** Exports, templates, models and what they declare, sources and destinations whose name holds the letters of `query`. */
export function workspaceSymbols(query: string, { documents }: LanguageWorkspace): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase();
  const found: WorkspaceSymbol[] = [];
  for (const document of documents()) {
    for (const symbol of symbolsOf(document)) {
      if (!holds(symbol.name.toLowerCase(), wanted)) continue;
      found.push(symbol);
      if (found.length >= MOST) return found;
    }
  }
  return found;
}

/** All letters in their order, as editors match them. */
function holds(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Declarations by their lines: hundreds of models are not parsed for it. */
function* symbolsOf(document: LanguageDocument): Generator<WorkspaceSymbol> {
  const { kind, file, lines } = document;
  const own = NAMED_BY[kind];
  let container = '';
  let section: SymbolKind | undefined;
  let indent = -1;
  for (const [line, text] of lines.entries()) {
    const [, spaces = '', quote = '', key, rest = ''] =
      /^( *)(["']?)([^\s"'#:-][^:"']*)\2:(?:\s+(.*))?$/.exec(text) ?? [];
    if (key === undefined) continue;
    const at = (start: number, length: number): Location => ({
      file,
      range: { start: { line, character: start }, end: { line, character: start + length } },
    });
    if (spaces === '') {
      section = kind === 'model' || kind === 'workspace' ? DECLARED[key] : undefined;
      indent = -1;
      if (key !== own) continue;
      const value = /^(?:"([^"]*)"|'([^']*)'|([^#]*))/.exec(rest)?.slice(1).find(Boolean)?.trim() ?? '';
      if (value === '') continue;
      container = value;
      yield {
        name: value,
        kind: kind as 'export' | 'template' | 'model',
        container: '',
        location: at(text.indexOf(value, key.length + 1), value.length),
      };
    } else if (section !== undefined) {
      if (indent < 0) indent = spaces.length;
      if (spaces.length !== indent) continue;
      yield { name: key, kind: section, container, location: at(spaces.length + quote.length, key.length) };
    }
  }
}
