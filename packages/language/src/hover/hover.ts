import type { KeyPath } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { code, described, paragraphs } from '../markdown.ts';
import type { Meaning } from '../meaning/meaning.ts';
import { keyMeaningAt, meaningAt } from '../meaning/meaning-at.ts';
import { type NamedAt, namedAt } from '../meaning/named-at.ts';
import { segmentsIn } from '../meaning/segments.ts';
import { surroundingsOf } from '../place/place-at.ts';
import type { Position, Range } from '../positions.ts';
import { fileNameWords } from './file-name-words.ts';
import { ruleWords } from './rule-words.ts';
import { keyWords, wordDescription } from './schema-words.ts';
import { targetWords } from './target-words.ts';
import { scheduleWords, windowWords } from './time-words.ts';
import { valueWords, wordWords } from './value-words.ts';

export interface Hover {
  readonly range: Range;
  /** CommonMark. What people wrote is escaped; there are no commands in it. */
  readonly markdown: string;
}

/** What is to be known of the word at a position (V3), in incomplete documents as far as sense can be made of them. */
export function hover(document: LanguageDocument, position: Position, workspace: LanguageWorkspace): Hover | undefined {
  const found = namedAt(document, position, workspace);
  if (!found) return undefined;
  const markdown = paragraphs(aboutName(found, document, workspace) ?? aboutKey(found, document, workspace));
  return markdown === '' ? undefined : { range: found.range, markdown };
}

/** What the word names or means; undefined for the language's own words. */
function aboutName(found: NamedAt, document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const { meaning, segment, place } = found;
  if (!meaning) return undefined;
  if (segment?.target) return targetWords(segment.target, workspace);
  if (segment?.word !== undefined) return wordWords(segment, meaning, document, workspace);
  const value = valueWords(meaning, place.word.text, document, workspace);
  if (value === undefined || place.at === 'key') return value;
  const path = withoutPositions(place.path);
  const description = keyWords(document.kind, path, surroundingsOf(document).siblingsOf)?.description;
  const more = NEEDS_ITS_KEY.includes(meaning.kind) && description !== undefined ? described(description) : undefined;
  return paragraphs(value, more, path[0] === 'deliver' ? undefined : ofWhole(path, document, workspace));
}

/** Meanings whose values say little without the key that they stand at. */
const NEEDS_ITS_KEY: readonly Meaning['kind'][] = ['date', 'duration', 'zone', 'secret'];

/** The key that the word is, or whose value it is: what the schema says, and what it comes to today. */
function aboutKey(
  { place, meaning }: NamedAt,
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): string | undefined {
  const { siblingsOf } = surroundingsOf(document);
  const isKey = place.at === 'key';
  const path = isKey ? [...place.path, place.word.text] : withoutPositions(place.path);
  const key = path.at(-1);
  if (key === undefined || (isKey && meaning)) return undefined;
  const named = isKey ? undefined : aboutFreeKey(path, document, workspace);
  if (named !== undefined) return named;
  const said = keyWords(document.kind, path, siblingsOf);
  if (!said) return undefined;
  const word = isKey ? undefined : wordDescription(document.kind, place.path, place.word.text, siblingsOf);
  const required = said.required ? ' · required' : '';
  return paragraphs(
    `**${code(String(key))}** · ${described(said.expected)}${required}`,
    said.description === undefined ? undefined : described(said.description),
    word === undefined || word === said.description ? undefined : `${code(place.word.text)}: ${described(word)}`,
    isKey ? undefined : headerWords(path, document, workspace),
    ofWhole(path, document, workspace),
    ruleWords(document.kind, path, workspace),
  );
}

/** The key that a value stands at where people choose such keys: a field that is declared, a value that is replaced. */
function aboutFreeKey(path: KeyPath, document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const key = String(path.at(-1));
  const meaning = keyMeaningAt(document, path.slice(0, -1), workspace);
  if (!meaning) return undefined;
  const [segment] = segmentsIn(meaning, key, workspace.workspace?.catalog).slice(-1);
  if (segment?.target) return targetWords(segment.target, workspace);
  if (meaning.kind !== 'field-value') return undefined;
  return paragraphs(
    `Written in place of ${code(key)}, matched exactly.`,
    valueWords(meaning, key, document, workspace),
  );
}

/** Of which column a text is the header. */
function headerWords(path: KeyPath, document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const item = path.slice(0, -1);
  if (path.at(-1) !== 'to' || typeof item.at(-1) !== 'number') return undefined;
  for (const key of ['from', 'kpi', 'dimension']) {
    const at = [...item, key];
    const text = surroundingsOf(document).textOf(at);
    const meaning = text === undefined ? undefined : meaningAt(document, at, workspace);
    if (text === undefined || !meaning) continue;
    const target = segmentsIn(meaning, text, workspace.workspace?.catalog).findLast(({ target }) => target)?.target;
    return target && targetWords(target, workspace)?.split('\n\n')[0];
  }
  return undefined;
}

/** What the schedule, the window or the file's name comes to, for the key and for whatever stands below it. */
function ofWhole(path: KeyPath, document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  if (document.kind !== 'export' && document.kind !== 'template') return undefined;
  const [top] = path;
  if (top === 'schedule') return scheduleWords(document, workspace);
  if (top === 'window' || (top === 'mode' && path.length === 1)) return windowWords(document, workspace);
  if (document.kind === 'export' && top === 'name') return fileNameWords(undefined, document, workspace);
  if (top === 'deliver' && path.at(-1) === 'path') {
    const text = surroundingsOf(document).textOf(path);
    return text === undefined ? undefined : fileNameWords(text, document, workspace);
  }
  return undefined;
}

const withoutPositions = (path: KeyPath): KeyPath => {
  let end = path.length;
  while (end > 0 && typeof path[end - 1] === 'number') end--;
  return path.slice(0, end);
};
