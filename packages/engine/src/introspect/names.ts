import { RESERVED_NAMES } from '../catalog/index.ts';

/** Longest name that is given, in bytes: PostgreSQL cuts the names of a query's parts at 63, and some get a number. */
const LONGEST = 56;

/**
 * A name of the database as a name of the catalog: lower case, words apart by `_`, letters of every script kept.
 * `BillNumber` and `Bill number` become `bill_number`; `fallback` stands where nothing is left.
 */
export function safeName(name: string, fallback: string): string {
  const words = name
    .normalize('NFKC')
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    // Lower case of some letters is a letter and a mark.
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
  const cut = shortened(words);
  if (cut === '') return fallback;
  return /^[\p{L}_]/u.test(cut) ? cut : `_${cut}`;
}

function shortened(text: string): string {
  let short = '';
  for (const character of text) {
    if (Buffer.byteLength(short + character) > LONGEST) break;
    short += character;
  }
  return short.replaceAll(/_+$/g, '');
}

/** The first of `name`, `name_2`, … that is not taken; takes it. */
export function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
  taken.add(free);
  return free;
}

/** A field's name: those that mean something else in a path are told apart. */
export function fieldName(column: string, taken: Set<string>): string {
  const name = safeName(column, 'column');
  return unique(RESERVED_NAMES.includes(name) ? `${name}_value` : name, taken);
}

/** Words that people write in capitals. */
const CAPITALS = new Map(
  [
    'ID',
    'URL',
    'URI',
    'IP',
    'VAT',
    'IBAN',
    'BIC',
    'SKU',
    'EAN',
    'GTIN',
    'UUID',
    'GUID',
    'SMS',
    'PDF',
    'API',
    'CRM',
    'ISO',
    'GPS',
    'JSON',
    'XML',
    'SSN',
    'KPI',
    'UTM',
    'HTTP',
  ].map(word => [word.toLowerCase(), word]),
);
const RESPELLED = new Map([
  ['email', 'e-mail'],
  ['qty', 'quantity'],
]);
/** `bill_no`. */
const NUMBER = /_(no|nr)$/;

/** What people see: `bill_number` → `Bill number`, `customer_id` → `Customer ID`. */
export function labelOf(name: string): string {
  const words = name
    .replace(NUMBER, '_no.')
    .split('_')
    .filter(word => word !== '')
    .map(word => CAPITALS.get(word) ?? RESPELLED.get(word) ?? word);
  const text = words.join(' ');
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/** What people see of a value of an enum: `in_store` → `In store`; a value that is written with care stays. */
export const labelOfValue = (value: string): string =>
  /^[\p{Ll}\p{N}]+([_-][\p{Ll}\p{N}]+)*$/u.test(value) ? labelOf(value.replaceAll('-', '_')) : value;
