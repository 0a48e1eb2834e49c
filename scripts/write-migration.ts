/**
 * `npm run migration -- NAME`: writes the next migration of both providers, from where their histories end to where
 * the models are now. Read it before it is committed; a migration that was released never changes.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name = ''] = process.argv.slice(2);
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Say what it does, in small letters: npm run migration -- add_labels');
  process.exit(2);
}

const generate = () => execFileSync(process.execPath, [`${root}scripts/generate-store.mjs`], { stdio: 'inherit' });
generate();
// Reads what was generated.
const { sqlMissingInHistory } = await import('../test/support/store-history.ts');
const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
let written = 0;
for (const provider of ['sqlite', 'postgresql'] as const) {
  const sql = await sqlMissingInHistory(provider);
  if (sql === '') continue;
  const folder = `${root}prisma/${provider}/migrations/${stamp}_${name}`;
  await mkdir(folder);
  await writeFile(`${folder}/migration.sql`, sql);
  console.log(`prisma/${provider}/migrations/${stamp}_${name}/migration.sql`);
  written++;
}
if (written === 0) console.log('Both histories end where the models are.');
generate();
const { runEndings } = await import('../test/support/at-end.ts');
await runEndings();
