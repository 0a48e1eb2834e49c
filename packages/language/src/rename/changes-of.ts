import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { mayName } from '../meaning/mentions.ts';
import { type Occurrence, occurrences } from '../meaning/occurrences.ts';
import { sameTarget } from '../meaning/target.ts';
import { namesSource } from './column-sources.ts';
import type { Change } from './insert-key.ts';
import { keptColumn } from './kept-column.ts';
import { renamedColumn } from './kept-header.ts';
import type { Renameable } from './new-name.ts';
import { renamedText, replaceText } from './renamed-text.ts';
import { spreadAll } from './spread-all.ts';

/** What changes in one file when a target gets another name. */
export function changesOf(
  document: LanguageDocument,
  target: Renameable,
  name: string,
  workspace: LanguageWorkspace,
): readonly Change[] {
  const hasAll = target.kind === 'field' && document.kind !== 'model' && document.text.includes('all');
  if (!hasAll && !mayName(document, target)) return [];
  return occurrences(document, workspace).flatMap(occurrence => {
    if (target.kind === 'field' && target.group === 'fields' && isAllOf(occurrence, target.model)) {
      const model = workspace.workspace?.catalog.models.get(target.model);
      return model ? [spreadAll(document, occurrence, model, { from: target.name, to: name })] : [];
    }
    if (!occurrence.segments.some(segment => sameTarget(segment.target, target))) return [];
    const { meaning } = occurrence;
    if (meaning.kind === 'column' && !namesSource(document, occurrence, workspace)) return [];
    const text = renamedText(occurrence, target, name);
    const column = document.kind === 'model' ? undefined : renamedColumn(document, occurrence, text);
    if (column) return column;
    const renamed = replaceText(document, occurrence, text);
    const declares = meaning.kind === 'definition' && meaning.of === 'field';
    return declares ? [renamed, ...keptColumn(document, occurrence)] : [renamed];
  });
}

const isAllOf = ({ meaning, segments }: Occurrence, model: string): boolean =>
  meaning.kind === 'field' && meaning.model === model && segments[0]?.word === 'all';
