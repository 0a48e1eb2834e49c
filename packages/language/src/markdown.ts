/** Text that is shown as it is: what people wrote in a label can neither make a link nor markup. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll(/[\\`*_[\]|<>~&]/g, '\\$&')
    // What makes a heading, a list or a line at the beginning of a paragraph.
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');

/** Text in the typeface of code. */
export function code(text: string): string {
  const line = text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
  if (line === '') return '` `';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

/** What the language's own descriptions say: their backticks are meant. */
export const described = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map(part => (part.startsWith('`') && part.length > 1 ? part : part.replaceAll(/[\\*_[\]<>|~]/g, '\\$&')))
    .join('');

/** Paragraphs, those that are empty left out. */
export const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('\n\n');

/** A list, items that are undefined left out; empty without any. */
export const bullets = (items: readonly (string | undefined)[]): string =>
  items.flatMap(item => (item === undefined ? [] : [`- ${item}`])).join('\n');

/** So many of a list, and how many more there are. */
export const someOf = (items: readonly string[], most = 8): string =>
  items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
