import type { Range } from '../positions.ts';

/** What a completion is, for the icon that an editor shows. */
export type CompletionKind =
  | 'key'
  | 'word'
  | 'model'
  | 'field'
  | 'relation'
  | 'kpi'
  | 'dimension'
  | 'predicate'
  | 'operator'
  | 'value'
  | 'source'
  | 'destination'
  | 'template'
  | 'zone'
  | 'token'
  | 'date'
  | 'duration'
  | 'schedule'
  | 'name'
  | 'file'
  | 'secret'
  | 'snippet';

/** One thing that could stand at the cursor (V2). */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /**
   * Takes the place of `range`. With `snippet` in the syntax of LSP's snippets. Of several lines the second and further
   * ones are indented as the line of the cursor is, which the editor does (LSP's `adjustIndentation`).
   */
  readonly insertText: string;
  readonly snippet: boolean;
  /** On the line of the cursor, which is inside. */
  readonly range: Range;
  /** What is compared with the text from the beginning of the range to the cursor. Default: the label. */
  readonly filterText?: string;
  readonly sortText: string;
  /** Something is to be chosen right after it: the editor asks again. */
  readonly retrigger?: boolean;
}
