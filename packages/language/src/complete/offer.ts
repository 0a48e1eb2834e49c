import { canBePlain, quoted } from '@waybill/engine/definition';
import type { Range } from '../positions.ts';
import type { Asked } from './asked.ts';
import type { Completion, CompletionKind } from './completion.ts';

/** What could be written, before it is known how the place wants it: in quotes or without, after a space or not. */
export interface Offer {
  readonly kind: CompletionKind;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly documentation?: string | undefined;
  /** The text itself, without quotes. */
  readonly text: string;
  /** Characters of the word under the cursor that it takes the place of. Default: all of them. */
  readonly from?: number;
  readonly to?: number;
  /** It is no text but a number, a boolean or a word that needs no quotes ever. */
  readonly bare?: boolean;
  /** More is to be written right behind it: `customer.`. */
  readonly open?: boolean;
  /** In place of all of `text`: YAML with the places of a snippet, such as `{at: $1}`. */
  readonly yaml?: string;
  readonly retrigger?: boolean;
  /** Comes before those of a higher rank; 0 to 9, default 5. */
  readonly rank?: number;
}

/** Makes completions of offers, in their order. */
export function written(asked: Asked, offers: readonly Offer[]): Completion[] {
  return offers.map((offer, index) => write(asked, offer, index));
}

export const sortText = (rank: number, index: number): string => `${rank}${String(index).padStart(5, '0')}`;

function write(asked: Asked, offer: Offer, index: number): Completion {
  const { word, quote, flow } = asked.place;
  const { from = 0, to = word.text.length, text, yaml, open = false } = offer;
  const whole = word.text.slice(0, from) + text + word.text.slice(to);
  const common = {
    label: offer.label,
    kind: offer.kind,
    ...(offer.detail === undefined ? {} : { detail: offer.detail }),
    ...(offer.documentation === undefined ? {} : { documentation: offer.documentation }),
    sortText: sortText(offer.rank ?? 5, index),
    ...(offer.retrigger ? { retrigger: true } : {}),
  };
  const part = rangeIn(asked, from, to);
  // What cannot be seen cannot be typed either.
  const filter = (text: string) => (text === offer.label || /\p{Cc}/u.test(text) ? {} : { filterText: text });
  if (yaml !== undefined) {
    return { ...common, insertText: gap(asked) + yaml, snippet: true, range: word.range, ...filter(offer.label) };
  }
  if (quote) return { ...common, insertText: inQuotes(text, quote), snippet: false, range: part, ...filter(text) };
  // A path that goes on is a word once it is finished.
  if (offer.bare || canBePlain(open ? `${whole}x` : whole, flow)) {
    return {
      ...common,
      insertText: (from === 0 ? gap(asked) : '') + text,
      snippet: false,
      range: part,
      ...filter(text),
    };
  }
  const filterText = word.text.slice(0, from) + text;
  if (!open)
    return { ...common, insertText: gap(asked) + quoted(whole), snippet: false, range: word.range, filterText };
  const [head, tail] = [word.text.slice(0, from) + text, word.text.slice(to)];
  const insertText = `${gap(asked)}"${escapeSnippet(inQuotes(head, '"'))}$0${escapeSnippet(inQuotes(tail, '"'))}"`;
  return { ...common, insertText, snippet: true, range: word.range, filterText };
}

function rangeIn({ place }: Asked, from: number, to: number): Range {
  const { start, end } = place.word.range;
  if (from === 0 && to >= place.word.text.length) return place.word.range;
  return {
    start: { line: start.line, character: start.character + from },
    end: { line: end.line, character: Math.min(end.character, start.character + to) },
  };
}

/** The space that must stand between a `:`, `-` or `,` and what follows. */
export function gap({ document, place }: Asked): string {
  if (place.quote) return '';
  const { line, character } = place.word.range.start;
  const before = document.lines[line]?.[character - 1];
  return before === ':' || before === '-' || before === ',' ? ' ' : '';
}

const inQuotes = (text: string, quote: '"' | "'"): string =>
  quote === "'" ? text.replaceAll("'", "''") : text.replaceAll(/["\\]/g, '\\$&');

/** Text as it must stand in a snippet. */
export const escapeSnippet = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&');
