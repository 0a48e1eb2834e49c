import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseExport } from '@waybill/engine/definition';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { renderTable } from '../render/table.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { readNamedFile } from '../workspace/read-file.ts';

/** Lists audience files and the exports that name them; gives the exit code. */
export function listAudiences(io: Io, options: GlobalOptions): number {
  const { folder } = locateWorkspace(io, options);
  const uses = new Map<string, string[]>();
  for (const name of namesIn(join(folder, 'exports'), '.export.yaml')) {
    const { value } = parseExport(readNamedFile(folder, join('exports', name)));
    if (!value?.audience || !('file' in value.audience)) continue;
    const { file } = value.audience;
    uses.set(file, [...(uses.get(file) ?? []), value.name]);
  }
  const files = [
    ...new Set([...namesIn(join(folder, 'audiences'), '.csv').map(name => `audiences/${name}`), ...uses.keys()]),
  ];
  const audiences = files.sort().map(file => ({ file, exports: uses.get(file) ?? [] }));
  if (options.json) sayJson(io.out, { audiences });
  else if (audiences.length === 0)
    say(io.out, 'There are no lists in audiences/ yet; `audience: {file: audiences/NAME.csv}` uses one.');
  else {
    const { colours } = io.out;
    const rows = audiences.map(({ file, exports }) => [file, exports.join(', ') || null]);
    say(
      io.out,
      ...renderTable([{ header: 'file' }, { header: 'used by' }], rows, { head: colours.bold, absent: colours.dim }),
    );
  }
  return EXIT.ok;
}

function namesIn(folder: string, ending: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // A workspace need not have the folder.
    return [];
  }
  return entries.filter(entry => entry.isFile() && entry.name.endsWith(ending)).map(entry => entry.name);
}
