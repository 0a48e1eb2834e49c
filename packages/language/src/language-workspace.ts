import type { FileKind } from '@waybill/engine/definition';
import type { Temporal } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import type { LanguageDocument } from './language-document.ts';

/**
 * What surrounds a document: everything that the functions of this package know beyond its text. Whoever calls them
 * keeps it; they only read.
 */
export interface LanguageWorkspace {
  /**
   * The workspace that the document belongs to, loaded with the texts that the editor holds unsaved; undefined for a
   * file outside any: nothing is then said about names.
   */
  readonly workspace: Workspace | undefined;
  /** For what depends on the day: schedules, `date:` expressions, file names. */
  readonly now: Temporal.Instant;
  /** The other files of the workspace, unsaved texts first; parsed when they are asked for. */
  documents(kind?: FileKind): readonly LanguageDocument[];
  /** Address of a rule of the product (`D9`), where it is known; hovers link to it. */
  ruleLink?(rule: string): string | undefined;
  /** Sample values of a field, by its path in its model (`custom.colour`), as the last preview saw them; personal data never. Undefined when none were seen. */
  samples?(model: string, field: string): readonly string[] | undefined;
  /** Files of a folder of the workspace, as paths from its own folder: `audiences/vip.csv`. Undefined where nobody looks. */
  files?(folder: 'audiences' | 'keys'): readonly string[];
  /** The zone of the person's own machine. */
  readonly zone?: string;
}
