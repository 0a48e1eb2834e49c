/** Writes the pages of docs/ that are made from the code; with --check it only says which are out of date. */
import { readFile, writeFile } from 'node:fs/promises';
import { CATALOGUE } from '../packages/engine/src/errors/codes.ts';
import { errorPage } from './error-page.ts';
import { settingsPage } from './settings-page.ts';

const PAGES = { 'docs/errors.md': () => errorPage(CATALOGUE), 'docs/settings.md': settingsPage };

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
    await writeFile(url, wanted);
    console.log(`${path} written`);
  }
}
