/** Writes the pages of docs/ that are made from the code; with --check it only says which are out of date. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { CATALOGUE } from '../packages/engine/src/errors/codes.ts';
import { jsonSchema } from '../packages/language/src/json-schema/json-schema.ts';
import { errorPage } from './error-page.ts';
import { settingsPage } from './settings-page.ts';

const SCHEMAS = (['export', 'template', 'model', 'workspace'] as const).map(
  kind => [`docs/schemas/${kind}.schema.json`, () => `${JSON.stringify(jsonSchema(kind), null, 2)}\n`] as const,
);

const PAGES = {
  'docs/errors.md': () => errorPage(CATALOGUE),
  'docs/settings.md': settingsPage,
  ...Object.fromEntries(SCHEMAS),
};

const check = process.argv.includes('--check');
for (const [path, page] of Object.entries(PAGES)) {
  const url = new URL(`../${path}`, import.meta.url);
  const current = await readFile(url, 'utf8').catch(() => '');
  const wanted = page();
  if (current === wanted) continue;
  if (check) {
    console.log(`${path} is out of date: run \`npm run docs\`.`);
    process.exitCode = 1;
  } else {
    await mkdir(new URL('.', url), { recursive: true });
    await writeFile(url, wanted);
    console.log(`${path} written`);
  }
}
