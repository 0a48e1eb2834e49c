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
}

const PARSERS: Readonly<Record<FileKind, (text: string, file: string, yaml: ParsedYaml) => Parsed<unknown>>> = {
  export: parseExport,
  template: parseTemplate,
  model: parseModel,
  workspace: parseWorkspace,
};

/** Editors hold no byte order mark; a file read from disk may begin with one, which is dropped here. */
export function languageDocument(file: string, kind: FileKind, rawText: string): LanguageDocument {
  const text = rawText.startsWith('\ufeff') ? rawText.slice(1) : rawText;
  let yaml: ParsedYaml | undefined;
  let parsed: Parsed<unknown> | undefined;
  let starts: readonly number[] | undefined;
  let lines: readonly string[] | undefined;
  const kept = new Map<symbol, unknown>();
  const lineStarts = () => {
    starts ??= startsOf(text);
    return starts;
  };
  const yamlOnce = () => {
    yaml ??= parseYaml(text, file);
    return yaml;
  };
  const offsetAt = ({ line, character }: Position): number => {
    const all = lineStarts();
    if (line < 0) return 0;
    const start = all[line];
    if (start === undefined) return text.length;
    return Math.min(start + Math.max(0, character), endOfLine(text, start, all[line + 1] ?? text.length));
  };
  const positionAt = (offset: number): Position => {
    const all = lineStarts();
    const wanted = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((all[middle] as number) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: wanted - (all[low] as number) };
  };
  return {
    file,
    kind,
    text,
    get lines() {
      lines ??= lineStarts().map((start, i, all) =>
        text.slice(start, endOfLine(text, start, all[i + 1] ?? text.length)),
      );
      return lines;
    },
    get parsed() {
      parsed ??= PARSERS[kind](text, file, yamlOnce());
      return parsed;
    },
    get yaml() {
      // Names are found without the schema: of hundreds of files most are looked at for nothing else.
      return yamlOnce();
    },
    offsetAt,
    positionAt,
    rangeAt: (start, end) => ({ start: positionAt(start), end: positionAt(end) }),
    once: <T>(key: symbol, make: () => T): T => {
      if (!kept.has(key)) kept.set(key, make());
      return kept.get(key) as T;
    },
  };
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
