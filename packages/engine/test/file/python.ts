/** Readers in Python, independent of everything here; they may be missing on a machine. */
import { spawnSync } from 'node:child_process';
import { leaveOut } from '../../../../test/support/left-out.ts';

/** The first Python that has the module; without one, says that the tests with it are left out. */
export function pythonWith(module: string, what: string): string | undefined {
  const candidates = ['python3', 'python'];
  const found = candidates.find(python => spawnSync(python, ['-c', `import ${module}`]).status === 0);
  if (found === undefined) leaveOut(`Python has no ${module}: ${what} (pip install ${module})`);
  return found;
}

/** What a program prints, as JSON. */
export function askPython<T>(python: string, program: string, ...args: string[]): T {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program, ...args], { maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as T;
}
