import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { CATALOGUE } from '../packages/engine/src/errors/codes.ts';
import { errorPage } from '../scripts/error-page.ts';

describe('docs', () => {
  it('errors.md says what the catalogue says (else: npm run docs)', async () => {
    assert.equal(await readFile(new URL('../docs/errors.md', import.meta.url), 'utf8'), errorPage(CATALOGUE));
  });

  it('rules.md has every rule that an error names', async () => {
    const rules = await readFile(new URL('../docs/rules.md', import.meta.url), 'utf8');
    for (const [code, { rules: named }] of Object.entries(CATALOGUE)) {
      for (const rule of named) assert.ok(rules.includes(`- **${rule} `), `${code} names ${rule}`);
    }
  });
});
