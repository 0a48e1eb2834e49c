import type { ErrorEntry } from '../packages/engine/src/errors/define.ts';
import { generalTexts } from '../packages/engine/src/errors/general-texts.ts';

const KINDS: Readonly<Record<ErrorEntry<never>['kind'], string>> = {
  input: 'in what a person wrote',
  source: 'at a source',
  destination: 'at a destination',
  machine: 'of this machine',
  check: 'found by a check before delivery',
  service: 'of a service that a client asks',
  interrupted: 'stopped by a person or the system',
  internal: 'a fault of Waybill itself',
};

/** As Markdown, with what stands between backticks left as it is. */
function asMarkdown(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map(part => (part.startsWith('`') ? part : part.replaceAll(/[<*_[\]]/g, '\\$&'))).join('');
}

function section(code: string, entry: ErrorEntry<never>): string {
  const { message, fix } = generalTexts(entry);
  const severity = entry.severity === 'warning' ? 'A warning' : 'An error';
  const rules = entry.rules.length > 0 ? ` Rules: ${entry.rules.join(', ')}.` : '';
  return [`## ${code}`, `> ${asMarkdown(message)}`, asMarkdown(fix), `${severity}, ${KINDS[entry.kind]}.${rules}`].join(
    '\n\n',
  );
}

/** docs/errors.md, made from the catalogue. */
export function errorPage(catalogue: Readonly<Record<string, unknown>>): string {
  const codes = Object.keys(catalogue).sort();
  return `${[
    '# Errors and warnings',
    'Every problem that Waybill tells of has a code, which never changes once released, says what is wrong, and says what ' +
      'to do. What stands between ‹ and › depends on the case; where a text has several forms, one of them is shown. ' +
      'The rules are those of [rules.md](rules.md).',
    '<!-- Written by `npm run docs` from packages/engine/src/errors/catalogue. Change it there. -->',
    ...codes.map(code => section(code, catalogue[code] as ErrorEntry<never>)),
  ].join('\n\n')}\n`;
}
