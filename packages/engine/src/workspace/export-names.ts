import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The value of the top-level key `name`, without parsing the file: plain, or in either kind of quotes. */
const NAME = /^name:[ \t]+(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|([^\s"'#][^\n]*?))[ \t]*(?:[ \t]#[^\n]*)?$/m;

function nameIn(text: string): string | undefined {
  const [, double, single, plain] = NAME.exec(text.replaceAll('\r\n', '\n')) ?? [];
  return double ?? single?.replaceAll("''", "'") ?? plain;
}

/**
 * Which files of a folder of exports have a name (D1). Reads the folder when first asked, and every file once.
 * @param shown how a path is shown to people.
 * @param unsaved texts that an editor holds, by path: a file of the folder that was never saved counts as well.
 */
export function exportNames(
  folder: string,
  shown: (path: string) => string,
  read: (path: string) => string,
  unsaved?: ReadonlyMap<string, string>,
): (name: string) => readonly string[] {
  let byName: Map<string, string[]> | undefined;
  return name => {
    byName ??= scan([...filesIn(folder), ...heldIn(folder, unsaved)], shown, read);
    return byName.get(name) ?? [];
  };
}

function scan(
  paths: readonly string[],
  shown: (path: string) => string,
  read: (path: string) => string,
): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const path of [...new Set(paths)].sort()) {
    let name: string | undefined;
    try {
      name = nameIn(read(path));
    } catch {
      // A file that cannot be read is told about when it is asked for itself.
    }
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), shown(path)]);
  }
  return byName;
}

function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter(entry => entry.isFile() && entry.name.endsWith('.export.yaml'))
      .map(entry => join(entry.parentPath, entry.name));
  } catch {
    // A workspace need not have exports yet.
    return [];
  }
}

const heldIn = (folder: string, unsaved: ReadonlyMap<string, string> | undefined): readonly string[] =>
  [...(unsaved?.keys() ?? [])].filter(path => path.startsWith(folder + sep) && path.endsWith('.export.yaml'));
