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
  /** Sample values of a field, as the last preview saw them; personal data never. Undefined when none were seen. */
  samples?(model: string, field: string): readonly string[] | undefined;
}
