import type { TestStepResult } from '@waybill/engine/delivery';
import type { Colours } from '../io.ts';

/** What each step proves, in words. */
const IN_WORDS: Readonly<Record<string, string>> = {
  connect: 'connect and log in',
  write: 'write a file',
  verify: 'compare it',
  rename: 'put it under its name',
  size: 'see it there, whole',
  delete: 'delete it',
};

/** One step of a test: `✓ write a file   12 ms`. */
export function stepLine(
  { step, outcome, milliseconds }: Pick<TestStepResult, 'outcome' | 'milliseconds'> & { readonly step: string },
  { green, red, dim }: Colours,
): string {
  const mark = { ok: green('✓'), failed: red('✗'), 'left out': dim('–') }[outcome];
  const time = outcome === 'left out' ? 'left out' : `${milliseconds} ms`;
  return `  ${mark} ${(IN_WORDS[step] ?? step).padEnd(22)} ${dim(time)}`;
}
