/** English plurals of table names, good enough for a name that people may change: the last word counts. */

const IRREGULAR: readonly (readonly [string, string])[] = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['mouse', 'mice'],
  ['foot', 'feet'],
  ['goose', 'geese'],
  ['datum', 'data'],
  ['medium', 'media'],
  ['criterion', 'criteria'],
  ['index', 'indices'],
  ['movie', 'movies'],
  ['status', 'statuses'],
  ['bus', 'buses'],
  ['bonus', 'bonuses'],
  ['address', 'addresses'],
  ['cookie', 'cookies'],
  ['series', 'series'],
  ['news', 'news'],
];
const UNCOUNTED = new Set([
  'staff',
  'equipment',
  'information',
  'inventory',
  'stock',
  'footfall',
  'media',
  'feedback',
  'traffic',
]);

function lastWord(name: string): readonly [before: string, word: string] {
  const cut = name.lastIndexOf('_') + 1;
  return [name.slice(0, cut), name.slice(cut)];
}

export function singular(name: string): string {
  const [before, word] = lastWord(name);
  const known = IRREGULAR.find(([, many]) => many === word);
  if (known) return before + known[0];
  if (IRREGULAR.some(([one]) => one === word) || UNCOUNTED.has(word)) return name;
  if (/[^aeiou]ies$/.test(word)) return `${before}${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|zz)es$/.test(word)) return `${before}${word.slice(0, -2)}`;
  if (/[^s]s$/.test(word) && !/(us|is|as)$/.test(word) && word.length > 2) return `${before}${word.slice(0, -1)}`;
  return name;
}

export function plural(name: string): string {
  const [before, word] = lastWord(name);
  const known = IRREGULAR.find(([one]) => one === word);
  if (known) return before + known[1];
  if (IRREGULAR.some(([, many]) => many === word) || UNCOUNTED.has(word)) return name;
  if (singular(name) !== name || !/[a-z]$/.test(word)) return name;
  if (/[^aeiou]y$/.test(word)) return `${before}${word.slice(0, -1)}ies`;
  if (/(s|sh|ch|x|z)$/.test(word)) return `${before}${word}es`;
  return `${before}${word}s`;
}
