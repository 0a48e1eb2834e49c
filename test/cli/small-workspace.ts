import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TempFolder } from '../support/temp-folder.ts';

/** Files of a workspace by their path. */
export type Files = Readonly<Record<string, string>>;

const HEADER = 'version: 1\nbrand: {name: Test, timezone: Europe/Vienna}\n';

export const WAYBILL_YAML = `${HEADER}sources: {files: {type: duckdb, folder: data}}
destinations: {share: {type: local, folder: out}}
protect: {hash_key: "\${secret:hash_key}"}
`;

export const PEOPLE_MODEL = `version: 1
model: people
source: files
table: people
key: id
event_date: joined
fields:
  id: {type: integer, identifier: true}
  name: string
  email: {type: string, pii: true}
  joined: date
`;

export const PEOPLE_CSV = `id,name,email,joined
1,Anna,anna@example.com,2026-01-01
2,"Böhm, Karl",karl@example.com,2026-02-03
3,=1+1,eve@example.com,2026-03-04
`;

/** An export of the model `people`; each part can be said anew. */
export const peopleExport = (
  more = '',
  fields = '[id, name, {from: email, to: Mail}]',
  name = 'people',
): string => `version: 1
name: ${name}
model: people
fields: ${fields}
filters: none
${more}`;

/** Writes files below a folder. */
export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, path.startsWith('.waybill/secrets/') ? { mode: 0o600 } : {});
  }
}

/** A workspace of one small model over a csv file, with the given files added or in place of its own. */
export async function smallWorkspace(folder: TempFolder, files: Files = {}): Promise<void> {
  await mkdir(folder.join('out'), { recursive: true });
  await writeFiles(folder.path, {
    'waybill.yaml': WAYBILL_YAML,
    'catalog/people.model.yaml': PEOPLE_MODEL,
    'data/people.csv': PEOPLE_CSV,
    '.waybill/secrets/hash_key': 'a key for tests\n',
    'exports/people.export.yaml': peopleExport('deliver: {to: share}\n'),
    ...files,
  });
}
