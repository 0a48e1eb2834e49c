import { fail } from '@waybill/engine/errors';
import type { RouteSpec } from '../routes/route.ts';

type Values = Readonly<Record<string, unknown>>;

/** Path and query of a request. Names may hold anything: they are encoded. */
export function pathOf(spec: RouteSpec, params: Values | undefined, query: Values | undefined): string {
  const path = spec.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, params?.[name]));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.append(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

function segment(name: string, value: unknown): string {
  const text = value === undefined ? '' : String(value);
  // `.` and `..` are taken for steps up by whatever reads a URL, encoded or not.
  if (text === '' || text === '.' || text === '..') {
    // Nothing has such a name, and no server would see it.
    return fail('wrong-argument', { option: name, found: text, expected: 'a name' }, { found: text });
  }
  // A lone half of a character cannot be written in a URL.
  return encodeURIComponent(text.toWellFormed());
}
