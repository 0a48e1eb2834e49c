import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'golden');

/** Compares a text with the one that was looked at and kept; `WAYBILL_WRITE_GOLDEN=1` keeps this one. */
export function assertGolden(name: string, text: string): void {
  const file = join(FOLDER, `${name}.txt`);
  if (process.env.WAYBILL_WRITE_GOLDEN === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, existsSync(file) ? readFileSync(file, 'utf8') : undefined, name);
}
