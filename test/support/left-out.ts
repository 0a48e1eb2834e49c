/**
 * Tests that need what a machine may lack are not defined there (never skipped), and one line says so:
 * `left out: vsftpd is not installed: FTP tests with a real server (apt-get install vsftpd)`.
 */
const reasons = new Set<string>();

export function leaveOut(reason: string): void {
  reasons.add(reason);
}

/** True when `available`; else notes the reason. For `if (available(sshd, '…')) describe(…)`. */
export function availableOrLeftOut<T>(thing: T | undefined | null | false, reason: string): thing is T {
  if (thing) return true;
  leaveOut(reason);
  return false;
}

export function whatIsLeftOut(): readonly string[] {
  return [...reasons].sort();
}
