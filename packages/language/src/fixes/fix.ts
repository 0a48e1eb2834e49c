import type { Problem } from '@waybill/engine/errors';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { FileEdits, TextEdit } from '../positions.ts';

/** A change that makes a problem go away. */
export interface Fix {
  /** What it does, as an editor lists it. */
  readonly title: string;
  /** Mostly of the document alone; some mistakes are mended in another file. */
  readonly edits: readonly FileEdits[];
  /** The one that is surely meant; at most one for each problem. */
  readonly preferred: boolean;
  /** Whether it cannot change what the file means, so that it may be made unasked, when a file is saved. */
  readonly safe: boolean;
}

/** What fixes are made from. */
export interface FixContext {
  readonly document: LanguageDocument;
  readonly problem: Problem;
  readonly workspace: LanguageWorkspace;
  /** Offsets of the problem in the text. */
  readonly start: number;
  readonly end: number;
  /** What stands there. */
  readonly text: string;
}

export type FixMaker = (context: FixContext) => readonly (Fix | undefined)[];

export function fixOf(
  { document }: FixContext,
  title: string,
  edits: TextEdit | readonly TextEdit[] | undefined,
  { preferred = false, safe = false }: { readonly preferred?: boolean; readonly safe?: boolean } = {},
): Fix | undefined {
  if (edits === undefined) return undefined;
  return { title, edits: [{ file: document.file, edits: [edits].flat() as TextEdit[] }], preferred, safe };
}
