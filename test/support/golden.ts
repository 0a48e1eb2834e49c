import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Compares a text with the one that was looked at and kept in a folder; `WAYBILL_WRITE_GOLDEN=1` keeps this one. */
export function assertGolden(folder: string, name: string, text: string): void {
  const file = join(folder, `${name}.txt`);
  if (process.env.WAYBILL_WRITE_GOLDEN === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, existsSync(file) ? readFileSync(file, 'utf8') : undefined, name);
}
