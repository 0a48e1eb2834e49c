import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Place } from '../place/place.ts';
import { placeAt } from '../place/place-at.ts';
import type { Position, Range } from '../positions.ts';
import type { Meaning } from './meaning.ts';
import { meaningAt } from './meaning-at.ts';
import { type NamedSegment, segmentsIn } from './segments.ts';

/** What stands at a position. */
export interface NamedAt {
  readonly place: Place;
  /** Undefined for the language's own keys and words. */
  readonly meaning: Meaning | undefined;
  /** The piece of the word that the cursor is in, with what it names. */
  readonly segment: NamedSegment | undefined;
  /** Of the piece; of the whole word where there are none. */
  readonly range: Range;
}

/** The word at a position and what it names, found without a parser. Undefined where there is no word. */
export function namedAt(
  document: LanguageDocument,
  position: Position,
  workspace: LanguageWorkspace,
): NamedAt | undefined {
  const place = placeAt(document, position);
  if (!place || place.word.text === '') return undefined;
  const { word } = place;
  const meaning = meaningAt(document, place.path, workspace, place);
  const segments = meaning ? segmentsIn(meaning, word.text, workspace.workspace?.catalog) : [];
  const at = word.before.length;
  const segment = segments.find(({ offset, text }) => offset <= at && at <= offset + text.length);
  if (!segment) return { place, meaning, segment: undefined, range: word.range };
  const { line, character } = word.range.start;
  const start = character + segment.offset;
  const range = { start: { line, character: start }, end: { line, character: start + segment.text.length } };
  return { place, meaning, segment, range };
}
