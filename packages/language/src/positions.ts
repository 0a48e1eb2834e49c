/** Places in a text as editors count them: lines and UTF-16 code units from 0, the end exclusive. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range of one of the workspace's files. */
export interface Location {
  readonly file: string;
  readonly range: Range;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Edits of one file; edits of one answer never overlap. */
export interface FileEdits {
  readonly file: string;
  readonly edits: readonly TextEdit[];
}
