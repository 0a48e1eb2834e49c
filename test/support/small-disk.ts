import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { leaveOut } from './left-out.ts';

/** Whether this user may mount a small disk; only then can one be filled up without harm. */
export function canMount(): boolean {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    try {
      execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
      return true;
    } catch {
      // A container that may not mount.
    }
  }
  leaveOut('this user may not mount a small disk: tests on a full disk (root on Linux may)');
  return false;
}

/** A disk of four megabytes at a folder, until it is taken away. */
export function smallDisk(path: string): Disposable {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'waybill-test', path]);
  return { [Symbol.dispose]: () => execFileSync('umount', ['-l', path]) };
}
