import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readText } from './workspace-files.ts';

/** Links from a problem's code to the page that explains it. */
export type LinkOf = (code: string) => string | undefined;

/**
 * Links into a page of error codes. On the web the code is the anchor; of a file, editors open a line.
 * @param page its address; undefined: the page that comes with this package, if it is there; empty: no links.
 */
export function linksTo(page: string | undefined): LinkOf {
  const address = page ?? ownPage();
  if (address === undefined || address === '') return () => undefined;
  if (!address.startsWith('file:')) return code => `${address}#${code}`;
  let lines: ReadonlyMap<string, number> | undefined;
  return code => {
    lines ??= headingsOf(readText(fileURLToPath(address)) ?? '');
    const line = lines.get(code);
    return line === undefined ? undefined : `${address}#L${line}`;
  };
}

/** The lines of the headings of a page, counted from 1. */
function headingsOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').map((line, i) => [/^## ([\w-]+)\s*$/.exec(line)?.[1] ?? '', i + 1] as const);
  return new Map(lines.filter(([code]) => code !== ''));
}

/** Beside the built package; in the repository, the page of the documentation. */
function ownPage(): string | undefined {
  const here = import.meta.url;
  if (!here) return undefined;
  const places = ['./errors.md', '../../../docs/errors.md'].map(path => fileURLToPath(new URL(path, here)));
  const found = places.find(path => existsSync(path));
  return found === undefined ? undefined : pathToFileURL(found).href;
}
