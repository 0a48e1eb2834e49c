import { folderOf, join, nameOf } from './safe-path.ts';

/** What Waybill itself puts at the end of names; all of them together are the extension. */
const EXTENSIONS = /(?:\.(?:csv|psv|json|ndjson|parquet|xlsx|zip|gz|pgp|gpg|asc|txt|tsv))+$/i;

/**
 * The name of a version: 1 is the name itself, then `x_2.csv`, `x_3.csv`. The number stands before the whole
 * extension: `x_2.csv.gz`.
 */
export function versionedPath(path: string, version: number): string {
  if (version === 1) return path;
  const name = nameOf(path);
  const cut = EXTENSIONS.exec(name)?.index || name.length;
  return join(folderOf(path), `${name.slice(0, cut)}_${version}${name.slice(cut)}`);
}
