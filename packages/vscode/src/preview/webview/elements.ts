/** Small helpers over the DOM. Text is always set as text, never as HTML: what files hold cannot become a part of the page. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes (`false` and undefined leave one out) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children);
  return element;
}

/** An element of the page by its id. */
export function the<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** A sentence whose parts between backticks are code. */
export const sentence = (text: string): (Node | string)[] =>
  text.split('`').map((part, i, all) => (i % 2 === 0 || i === all.length - 1 ? part : make('code', {}, part)));

/** `12,345` */
export const number = (value: number): string => value.toLocaleString('en-GB');

/** `1 row`, `12,345 rows`. */
export const plural = (count: number, word: string): string => `${number(count)} ${word}${count === 1 ? '' : 's'}`;
