import type { FileKind } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { type Occurrence, type OccurrenceSegment, occurrences } from './occurrences.ts';
import { sameTarget, type Target } from './target.ts';
import { topLevel } from './top-level.ts';

/** A segment of one of the workspace's files that names a target. */
export interface Mention {
  readonly document: LanguageDocument;
  readonly occurrence: Occurrence;
  readonly segment: OccurrenceSegment;
  /** Where it is declared, rather than named. */
  readonly declares: boolean;
}

/** The files of a workspace, the one that is asked from as it is in the editor. */
export function allDocuments(
  document: LanguageDocument | undefined,
  workspace: LanguageWorkspace,
  kind?: FileKind,
): readonly LanguageDocument[] {
  const others = workspace.documents(kind);
  if (!document || (kind !== undefined && document.kind !== kind)) return others;
  return [document, ...others.filter(({ file }) => file !== document.file)];
}

/** Every place of these files that names a target, file by file in the order of their texts. */
export function mentionsOf(
  target: Target,
  documents: readonly LanguageDocument[],
  workspace: LanguageWorkspace,
): readonly Mention[] {
  return documents
    .filter(document => mayName(document, target))
    .flatMap(document =>
      occurrences(document, workspace).flatMap(occurrence =>
        occurrence.segments.flatMap((segment): Mention[] =>
          sameTarget(segment.target, target)
            ? [{ document, occurrence, segment, declares: occurrence.meaning.kind === 'definition' }]
            : [],
        ),
      ),
    );
}

/** Whether a text may name a target; most of hundreds of files are never parsed. Escapes may spell a name in another way. */
export function mayName({ text }: LanguageDocument, target: Target): boolean {
  return text.includes(target.kind === 'release' ? target.template : target.name) || text.includes('\\');
}

/** Where a target is declared: only the files that may hold it are read. Empty for what the workspace does not declare. */
export function declarationsOf(
  target: Target,
  document: LanguageDocument | undefined,
  workspace: LanguageWorkspace,
): readonly Mention[] {
  return mentionsOf(target, homesOf(target, document, workspace), workspace).filter(({ declares }) => declares);
}

function homesOf(
  target: Target,
  document: LanguageDocument | undefined,
  workspace: LanguageWorkspace,
): readonly LanguageDocument[] {
  const having = (kind: FileKind, key: string, value: string) =>
    allDocuments(document, workspace, kind).filter(other => topLevel(other).get(key) === value);
  switch (target.kind) {
    case 'model':
      return having('model', 'model', target.name);
    case 'field':
    case 'relation':
    case 'kpi':
    case 'predicate':
      return having('model', 'model', target.model);
    case 'source':
    case 'destination':
      return allDocuments(document, workspace, 'workspace');
    case 'template':
      return having('template', 'template', target.name);
    default:
      return [];
  }
}
