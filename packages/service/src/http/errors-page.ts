import { CATALOGUE, type Code, type ErrorEntry, generalTexts } from '@waybill/engine/errors';
import { statusOf } from './error-status.ts';
import { type Html, html } from './html.ts';

/** Every code of the catalogue, each with an address of its own: `type` of a problem leads here (C2). */
export function errorsPage(): Html {
  const codes = (Object.keys(CATALOGUE) as Code[]).sort();
  return html`
<h1>Errors and warnings</h1>
<p>Every problem has a code, which never changes once released, says what is wrong, and says what to do. What stands
between ‹ and › depends on the case; where a text has several forms, one of them is shown. <a href="/docs">API</a></p>
${codes.map(code => codePart(code, CATALOGUE[code] as unknown as ErrorEntry<never>))}`;
}

function codePart(code: Code, entry: ErrorEntry<never>): Html {
  const { message, fix } = generalTexts(entry);
  const rules = entry.rules.length > 0 ? ` · ${entry.rules.join(', ')}` : '';
  return html`<section id="${code}"><h3>${code}</h3><p>${message}</p><p>${fix}</p>
<p class="soft">${entry.severity ?? 'error'} · HTTP ${statusOf({ code, kind: entry.kind })}${rules}</p></section>`;
}
