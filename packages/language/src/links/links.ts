import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { occurrences } from '../meaning/occurrences.ts';
import { fileOf } from '../meaning/target.ts';
import type { Range } from '../positions.ts';

/** A value that is the path of a file of the workspace, or names one. */
export interface FileLink {
  readonly range: Range;
  /** From the workspace's folder, and never outside it. It need not be there. */
  readonly file: string;
}

/** The files that a document names but which hold no names themselves: audiences and keys. */
export function linksOf(document: LanguageDocument, workspace: LanguageWorkspace): readonly FileLink[] {
  return occurrences(document, workspace).flatMap(({ segments }) =>
    segments.flatMap(({ target, range }): FileLink[] => {
      const file = target && fileOf(target);
      return file === undefined ? [] : [{ range, file }];
    }),
  );
}
