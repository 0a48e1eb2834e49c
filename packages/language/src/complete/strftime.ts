import { FILE_NAME_TOKENS } from '@waybill/engine/definition';
import { renderStrftime, STRFTIME_TOKENS } from '@waybill/engine/time';
import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';

/** Formats of dates that receivers ask for most. */
const FORMATS = [
  '%d.%m.%Y',
  '%d.%m.%Y %H:%M',
  '%Y-%m-%d',
  '%Y-%m-%d %H:%M:%S',
  '%m/%d/%Y',
  '%Y%m%d',
  '%H:%M',
  '%F',
  '%T',
];

/** A date's format, or a file's path: whole ones at its beginning, tokens after `%` and `{` (D2, O5). */
export function strftimeOffers(asked: Asked, use: 'name' | 'format'): Offer[] {
  const { before, text } = asked.place.word;
  const moment = asked.workspace.now.toZonedDateTimeISO(asked.zone);
  const [token] = /%[-:]?$/.exec(before) ?? [];
  const [brace] = use === 'name' ? (/\{[\w.]*$/.exec(before) ?? []) : [];
  if (brace !== undefined) return braceOffers(before.length - brace.length, text, before.length);
  const tokens = STRFTIME_TOKENS.filter(({ inValues }) => use === 'name' || inValues).map(
    ({ token: name, meaning }): Offer => ({
      kind: 'token',
      label: name,
      text: name,
      detail: `${renderStrftime(name, moment)} · ${meaning}`,
      from: before.length - (token?.length ?? 0),
      to: before.length,
      open: true,
    }),
  );
  if (token !== undefined) return tokens;
  if (text === '') return [...wholeOffers(asked, use), ...tokens, ...(use === 'name' ? braceOffers(0, text, 0) : [])];
  return [...tokens, ...(use === 'name' ? braceOffers(before.length, text, before.length) : [])];
}

function braceOffers(from: number, text: string, cursor: number): Offer[] {
  const [rest = ''] = /^[\w.]*\}/.exec(text.slice(cursor)) ?? [];
  return FILE_NAME_TOKENS.map(({ token, meaning, example }) => ({
    kind: 'token',
    label: token,
    text: token,
    detail: `${meaning}, as ${example}`,
    from,
    to: cursor + rest.length,
    open: true,
    rank: 6,
  }));
}

function wholeOffers(asked: Asked, use: 'name' | 'format'): Offer[] {
  const moment = asked.workspace.now.toZonedDateTimeISO(asked.zone);
  const name = asked.around.textOf(['name']) ?? asked.around.textOf(['template']) ?? 'export';
  const safe = /^[\w.-]+$/.test(name) ? name : 'export';
  const all = use === 'format' ? FORMATS : [`${safe}_%Y%m%d`, `exports/${safe}_%Y-%m-%d`, `${safe}_%Y-%m-%d_%H%M`];
  return all.map(text => ({
    kind: 'token',
    label: text,
    text,
    detail: `today ${renderStrftime(text, moment)}`,
    rank: 4,
  }));
}
