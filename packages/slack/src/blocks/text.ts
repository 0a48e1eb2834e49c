import type { PlainText } from './block-kit.ts';
import { LIMITS } from './limits.ts';

/** Cuts a text to so many characters as Slack counts them, with `…` where something is missing. Never splits a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  // A pair of surrogates that was cut in two is no character.
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Cuts in the middle, where the end of a name says most: `daily-sales-of-…-vienna`. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text];
  const half = Math.floor((most - 1) / 2);
  let head = '';
  for (const character of characters) {
    if (head.length + character.length > half) break;
    head += character;
  }
  let tail = '';
  for (const character of characters.toReversed()) {
    if (tail.length + character.length > most - 1 - head.length) break;
    tail = character + tail;
  }
  return `${head}…${tail}`;
}

/**
 * A text of somebody else's in mrkdwn: nothing in it mentions anybody, links or formats. `&`, `<`, `>` are the three
 * that Slack wants escaped; the marks of formatting are kept apart by a space of no width, except inside of words, where
 * they format nothing: the name of a file can be copied.
 */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|`/gu, mark => `\u200B${mark}\u200B`)
    .replaceAll(/[\p{Cc}]+/gu, ' ');
}

export const bold = (text: string): string => `*${plainMarks(text)}*`;
/** As typed, for names and commands. */
export const code = (text: string): string =>
  `\`${entities(text)
    .replaceAll('`', "'")
    .replaceAll(/\p{Cc}+/gu, ' ')}\``;
/** Lines as they are, cut so that the closing marks stay. */
export const codeBlock = (text: string, most: number = LIMITS.sectionText): string =>
  `\`\`\`${cutEntities(entities(text.replaceAll('```', "'''")), most - 8)}\n\`\`\``;

/** Sentences of ours and of the service: their `marks` stay, and nothing in them mentions or links. */
export const entities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const plainMarks = (text: string): string =>
  entities(text)
    .replaceAll('*', '∗')
    .replaceAll(/\p{Cc}+/gu, ' ');

/** Cuts without leaving half an entity. */
const cutEntities = (text: string, most: number): string => {
  const short = cut(text, most);
  return short === text ? text : short.replace(/&[a-z]{0,3}…$/, '…');
};

export const plain = (text: string, most: number = LIMITS.label): PlainText => ({
  type: 'plain_text',
  text: cut(text === '' ? ' ' : text, most),
  emoji: false,
});

export const link = (url: string, text: string): string =>
  `<${url.replaceAll('|', '%7C').replaceAll('>', '%3E')}|${plainMarks(text).replaceAll('|', '¦')}>`;
