import type { FieldType } from '../catalog/index.ts';
import { singular } from './plural.ts';

/** A field as far as dates are guessed from it. */
export interface DateCandidate {
  readonly name: string;
  readonly type: FieldType;
  readonly nullable: boolean;
}

const CHANGED = /(^|_)(updated?|modified|modification|changed?|mtime|geändert|geaendert|aktualisiert|edited)($|_)/;
/** Dates that say something else than when an entry happened. */
const NEVER =
  /(^|_)(birth|dob|born|birthday|expir\w*|valid|deleted|removed|cancel\w*|end|ends|ended|until|to|due|deadline|next|closed|archived|locked|last|required|planned|estimated|until|thru|through|termination|delete|read)($|_)/;

/** What it happened at, best first; `%` is the table's own word. */
const HAPPENED = [
  /^event_?(date|time|at|timestamp|ts|datetime)$/,
  /^(occurred|happened|took_place)(_(at|on))?$/,
  /^%_?(date|time|at|on|timestamp|datetime|ts)$/,
  /^(order|purchase|transaction|bill|billing|invoice|payment|sale|sales|booking|visit|rental|posting|document|business|trade|activity|action|claim|redemption|earn|booked|ordered|purchased|sold|paid|billed|invoiced|visited|rented|claimed|redeemed|earned|issued|sent|received|joined|registered|registration|signup|signed_up|enrolled|enrollment|subscribed|started|start|placed|posted|published|recorded|logged|submitted|received|requested|issue)_?(date|time|at|on|timestamp|datetime|ts)?$/,
  /^(date|datum|timestamp|ts|time|day)$/,
  /^(created|create|creation|inserted|added|registered|entry|entered|erstellt|angelegt|anlage)(_(date|time|at|on|timestamp|datetime|ts|am))?$/,
  /^(date|datum)_(created|added|entered|placed|ordered|joined)$/,
];
const LOOKS_LIKE_TIME = /(_(at|on|date|time|timestamp|datetime|ts|day|am)|date|time)$/;

const isDate = (field: DateCandidate): boolean => field.type === 'date' || field.type === 'datetime';

/** The field that says when a row last changed; a time is better than a day. */
export function guessUpdatedAt(fields: readonly DateCandidate[]): string | undefined {
  const found = fields.filter(field => isDate(field) && CHANGED.test(field.name) && !/_by$/.test(field.name));
  return (
    found.find(field => /^(last_)?(updated|modified|changed)(_(at|on))?$/.test(field.name)) ??
    found.find(field => field.type === 'datetime') ??
    found[0]
  )?.name;
}

/**
 * The field that says when an entry happened: by its name; failing that the only date that says nothing else.
 * `sure` is false for the last, which deserves a look.
 */
export function guessEventDate(
  fields: readonly DateCandidate[],
  table: string,
): { readonly name: string; readonly sure: boolean } | undefined {
  const dates = fields.filter(field => isDate(field) && !CHANGED.test(field.name));
  const own = singular(table).split('_').at(-1) ?? '';
  for (const pattern of HAPPENED) {
    const [before, after] = pattern.source.split('%');
    const test = after === undefined ? pattern : new RegExp(`${before}${own}${after}`);
    const found = dates.filter(field => test.test(field.name));
    const [best] = [...found].sort((a, b) => rank(a) - rank(b));
    if (best) return { name: best.name, sure: true };
  }
  // `changed_at` of changes is when they happened.
  const itself = fields.find(field => isDate(field) && own !== '' && field.name.startsWith(own));
  if (itself) return { name: itself.name, sure: true };
  const rest = dates.filter(field => !NEVER.test(field.name));
  const [best] = [...rest].sort((a, b) => rank(a) - rank(b));
  if (!best || (rest.length > 1 && !LOOKS_LIKE_TIME.test(best.name))) return undefined;
  return { name: best.name, sure: false };
}

/** A date that is always there, then one with a time. */
const rank = (field: DateCandidate): number => (field.nullable ? 2 : 0) + (field.type === 'datetime' ? 0 : 1);
