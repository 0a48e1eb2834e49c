import { nearest } from '@waybill/engine/errors';

/** What stands behind `/export` (L1). Pure. */

export const WORDS = [
  'help',
  'list',
  'show',
  'create',
  'clone',
  'run',
  'pause',
  'resume',
  'reschedule',
  'rerun',
  'backfill',
  'history',
  'cancel',
  'subscribe',
  'unsubscribe',
] as const;
export type Word = (typeof WORDS)[number];

/** What people say elsewhere for the same. */
const ELSEWHERE: Readonly<Record<string, Word>> = {
  ls: 'list',
  all: 'list',
  search: 'list',
  find: 'list',
  view: 'show',
  status: 'show',
  info: 'show',
  open: 'show',
  new: 'create',
  add: 'create',
  copy: 'clone',
  duplicate: 'clone',
  start: 'run',
  trigger: 'run',
  hold: 'pause',
  suspend: 'pause',
  unpause: 'resume',
  continue: 'resume',
  schedule: 'reschedule',
  retry: 'rerun',
  repeat: 'rerun',
  log: 'history',
  runs: 'history',
  abort: 'cancel',
  stop: 'cancel',
  follow: 'subscribe',
  unfollow: 'unsubscribe',
  '?': 'help',
};

export type ParsedCommand =
  | { readonly kind: 'menu' }
  /** `argument` as it was said, with quotes where it has some: {@link unquoted}. */
  | { readonly kind: 'word'; readonly word: Word; readonly argument: string }
  /** No such word; `meant` is the nearest right one, and is never done unasked. */
  | { readonly kind: 'unknown'; readonly typed: string; readonly argument: string; readonly meant: Word | undefined };

export function parseCommand(given: string): ParsedCommand {
  const text = decoded(given);
  if (text === '') return { kind: 'menu' };
  const [, typed = '', argument = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const lower = typed.toLowerCase();
  const word = WORDS.find(known => known === lower);
  if (word !== undefined) return { kind: 'word', word, argument };
  const meant = ELSEWHERE[lower] ?? (nearest(lower, WORDS, 1)[0] as Word | undefined);
  return { kind: 'unknown', typed, argument, meant };
}

/** Slack sends three characters as entities, and phones make spaces of all kinds. */
const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\s\u00a0\u2007\u202f]+/g, ' ')
    .trim();

const QUOTES = /^["'“”„‘’«»`](.*)["'“”‘’«»`]$/;

/** A name as buttons say it, whatever it holds: no name holds a slash. */
export const exactly = (name: string): string => `/${name}/`;
const EXACT = /^\/([^/]*)\//;

/** A name may be quoted, also as phones do it. */
export function unquoted(text: string): string {
  const exact = EXACT.exec(text)?.[1];
  return exact ?? (QUOTES.exec(text.trim())?.[1] ?? text).trim();
}

/** Nothing but a name, although it may hold words that mean something behind one. */
const isName = (text: string): boolean =>
  EXACT.test(text) ? text.endsWith('/') : /^["“”„«»`][^"“”„«»`]*["“”«»`]$/.test(text.trim());

/** `NAME until DATE`, where the name may hold `until`, too: the last one counts. */
export function splitUntil(argument: string): { readonly name: string; readonly until: string | undefined } {
  if (isName(argument)) return { name: unquoted(argument), until: undefined };
  const found = /^(.*?)(?:^|\s+)until\s+((?:(?!\suntil\s).)+)$/i.exec(argument);
  if (!found) return { name: unquoted(argument), until: undefined };
  return { name: unquoted(found[1] ?? ''), until: unquoted(found[2] ?? '') };
}

const TARGETS: Readonly<Record<string, 'here' | 'me'>> = { here: 'here', me: 'me' };

/** `NAME`, `NAME here`, `NAME me`. */
export function splitTarget(argument: string): { readonly name: string; readonly target: 'here' | 'me' | undefined } {
  if (isName(argument)) return { name: unquoted(argument), target: undefined };
  const found = /^(.+?)\s+(here|me)$/i.exec(argument);
  const target = TARGETS[found?.[2]?.toLowerCase() ?? ''];
  return target === undefined
    ? { name: unquoted(argument), target: undefined }
    : { name: unquoted(found?.[1] ?? ''), target };
}
