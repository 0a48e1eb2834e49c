import { refuse } from './refusal.ts';

/** Levels that a body may be nested: no definition or draft is near it, and everything that follows lists recurses. */
const DEEPEST = 100;

/** A body as JSON; undefined when there is none. Throws `request-not-json`. */
export function readJsonBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  if (depthOf(text) > DEEPEST)
    refuse(400, 'request-not-json', { detail: `it is nested more than ${DEEPEST} levels deep` });
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(400, 'request-not-json', { detail: whereWrong((error as Error).message) });
  }
}

/** What the parser said, without the parts of the body that it repeats: they may be a secret. */
function whereWrong(message: string): string {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return `it goes wrong at character ${Number(position) + 1}`;
  return /end of JSON/.test(message) ? 'it ends too early' : 'it holds something that JSON does not know';
}

/** How deep brackets are nested, outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (inString) {
      if (sign === '\\') i++;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth);
    else if (sign === ']' || sign === '}') depth--;
  }
  return deepest;
}
