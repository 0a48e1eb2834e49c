import { inOrder, type NamedKey } from '@waybill/engine/definition';
import type { Problem } from '@waybill/engine/errors';
import { checkFile } from '@waybill/engine/workspace';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { checkAlone } from './check-alone.ts';

export interface Diagnosis {
  /** In the document, from top to bottom. */
  readonly problems: readonly Problem[];
  /** What is wrong in other files that the document depends on: models, a template, the record of templates. */
  readonly elsewhere: readonly Problem[];
  /** The receiver's key that is encrypted to; whoever can read files asks whether it can be used (O4). */
  readonly key: NamedKey | undefined;
}

/**
 * What is wrong with a document: the problems that `waybill validate` shows for its file (V4). Outside any workspace
 * only what can be said without one.
 */
export const diagnose = (document: LanguageDocument, workspace: LanguageWorkspace): readonly Problem[] =>
  diagnoseAll(document, workspace).problems;

/** As {@link diagnose}, with what is not in the document itself. */
export function diagnoseAll(document: LanguageDocument, { workspace, now }: LanguageWorkspace): Diagnosis {
  if (!workspace) return { problems: inOrder(checkAlone(document, now)), elsewhere: [], key: undefined };
  const { problems, key } = checkFile(document, workspace, now);
  const isHere = ({ place }: Problem) => place?.file === undefined || place.file === document.file;
  return {
    problems: inOrder(problems.filter(isHere)),
    elsewhere: problems.filter(problem => !isHere(problem)),
    key,
  };
}
