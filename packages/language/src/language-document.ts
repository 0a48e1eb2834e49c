import {
  type FileKind,
  type Parsed,
  type ParsedYaml,
  parseExport,
  parseModel,
  parseTemplate,
  parseWorkspace,
  parseYaml,
} from '@waybill/engine/definition';
import type { Workspace } from '@waybill/engine/workspace';
import type { Position, Range } from './positions.ts';

/** One version of one file. Everything that is worked out of its text is worked out once, when first asked for. */
export interface LanguageDocument {
  /** Path as problems show it: relative to the workspace's folder. */
  readonly file: string;
  readonly kind: FileKind;
  readonly text: string;
  /** Lines without their ends. */
  readonly lines: readonly string[];
  /** The file against its schema; nothing that needs the workspace. */
  readonly parsed: Parsed<unknown>;
  readonly yaml: ParsedYaml;
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
  rangeAt(start: number, end: number): Range;
  /**
   * What is worked out of this version, made once for each key and kept with it. A weak map beside the document would
   * keep every version for longer than it is typed in, and cost more than making it.
   */
  once<T>(key: symbol, make: () => T): T;
  /** As {@link once}, for what depends on the workspace too: only the answer in the workspace that was asked about last is kept. */
  onceIn<T>(workspace: Workspace | undefined, key: symbol, make: () => T): T;
}

const PARSERS: Readonly<Record<FileKind, (text: string, file: string, yaml: ParsedYaml) => Parsed<unknown>>> = {
  export: parseExport,
  template: parseTemplate,
  model: parseModel,
  workspace: parseWorkspace,
};

/** Editors hold no byte order mark; a file read from disk may begin with one, which is dropped here. */
export const languageDocument = (file: string, kind: FileKind, rawText: string): LanguageDocument =>
  new TextDocument(file, kind, rawText.startsWith('\ufeff') ? rawText.slice(1) : rawText);

/**
 * A class for its getters: in an object literal they would be new functions for each version, which the engine keeps
 * with the shape of the object, and every version with them.
 */
class TextDocument implements LanguageDocument {
  readonly file: string;
  readonly kind: FileKind;
  readonly text: string;
  readonly #kept = new Map<symbol, unknown>();
  #yaml: ParsedYaml | undefined;
  #parsed: Parsed<unknown> | undefined;
  #starts: readonly number[] | undefined;
  #lines: readonly string[] | undefined;

  constructor(file: string, kind: FileKind, text: string) {
    this.file = file;
    this.kind = kind;
    this.text = text;
  }

  get lines(): readonly string[] {
    this.#lines ??= this.#lineStarts().map((start, i, all) =>
      this.text.slice(start, endOfLine(this.text, start, all[i + 1] ?? this.text.length)),
    );
    return this.#lines;
  }

  get parsed(): Parsed<unknown> {
    this.#parsed ??= PARSERS[this.kind](this.text, this.file, this.yaml);
    return this.#parsed;
  }

  get yaml(): ParsedYaml {
    // Names are found without the schema: of hundreds of files most are looked at for nothing else.
    this.#yaml ??= parseYaml(this.text, this.file);
    return this.#yaml;
  }

  offsetAt({ line, character }: Position): number {
    const all = this.#lineStarts();
    if (line < 0) return 0;
    const start = all[line];
    if (start === undefined) return this.text.length;
    return Math.min(start + Math.max(0, character), endOfLine(this.text, start, all[line + 1] ?? this.text.length));
  }

  positionAt(offset: number): Position {
    const all = this.#lineStarts();
    const wanted = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((all[middle] as number) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: wanted - (all[low] as number) };
  }

  rangeAt(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  once<T>(key: symbol, make: () => T): T {
    if (!this.#kept.has(key)) this.#kept.set(key, make());
    return this.#kept.get(key) as T;
  }

  onceIn<T>(workspace: Workspace | undefined, key: symbol, make: () => T): T {
    const last = this.#kept.get(key) as { readonly workspace: Workspace | undefined; readonly value: T } | undefined;
    if (last && last.workspace === workspace) return last.value;
    const value = make();
    this.#kept.set(key, { workspace, value });
    return value;
  }

  #lineStarts(): readonly number[] {
    this.#starts ??= startsOf(this.text);
    return this.#starts;
  }
}

/** Offsets at which lines begin; `\n`, `\r\n` and `\r` end one, as in editors. */
function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}

/** Where the characters of a line end that begins at `start`, given where the next one begins. */
function endOfLine(text: string, start: number, next: number): number {
  let end = next;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return end;
}
