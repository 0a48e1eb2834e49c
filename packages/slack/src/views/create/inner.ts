import type { Block } from '../../blocks/block-kit.ts';
import type { Catalog } from './catalog.ts';
import type { CreateDraft } from './create-draft.ts';
import type { Path } from './problem-path.ts';
import type { Shown } from './step.ts';

/** A modal on top of a step: one field, one criterion, one notice, the options of csv. Pure, as a step is. */
export interface InnerModal {
  readonly title: string;
  blocks(shown: Shown): readonly Block[];
  /** The draft with what is typed taken over, and the modal gone. */
  read(draft: CreateDraft, catalog: Catalog): CreateDraft;
  /** Block id of the input that a problem is about; undefined for problems of something else. */
  inputOf(path: Path, draft: CreateDraft, catalog: Catalog): string | undefined;
  missing?(draft: CreateDraft, catalog: Catalog): Readonly<Record<string, string>>;
  /** Beginning of its block ids, whose text is forgotten when it opens. */
  readonly prefix: string;
}
