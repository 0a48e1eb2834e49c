import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { allDocuments, mentionsOf } from '../meaning/mentions.ts';
import { namedAt } from '../meaning/named-at.ts';
import type { Location, Position, Range } from '../positions.ts';

export interface ReferenceOptions {
  /** Whether the place of the declaration is among the answers. Default true. */
  readonly declaration?: boolean;
}

/** Every place of the workspace that names what stands at a position (V5), file by file. Empty where nothing is named. */
export function references(
  document: LanguageDocument,
  position: Position,
  workspace: LanguageWorkspace,
  { declaration = true }: ReferenceOptions = {},
): readonly Location[] {
  const target = namedAt(document, position, workspace)?.segment?.target;
  if (!target) return [];
  return mentionsOf(target, allDocuments(document, workspace), workspace)
    .filter(({ declares }) => declaration || !declares)
    .map(({ document: { file }, segment: { range } }) => ({ file, range }));
}

export interface Highlight {
  readonly range: Range;
  /** `write` where it is declared. */
  readonly kind: 'read' | 'write';
}

/** The places of this document that name what stands at a position. */
export function highlights(
  document: LanguageDocument,
  position: Position,
  workspace: LanguageWorkspace,
): readonly Highlight[] {
  const target = namedAt(document, position, workspace)?.segment?.target;
  if (!target) return [];
  return mentionsOf(target, [document], workspace).map(({ segment: { range }, declares }) => ({
    range,
    kind: declares ? 'write' : 'read',
  }));
}
