/**
 * Tests that need what a machine may lack are not defined there (never skipped), and one line says so:
 * `left out: vsftpd is not installed: FTP tests with a real server (apt-get install vsftpd)`.
 */
const reasons = new Set<string>();

/** Notes the line, once however often it is said, and gives it back. */
export function leaveOut(reason: string): string {
  reasons.add(reason);
  return reason;
}

export function whatIsLeftOut(): readonly string[] {
  return [...reasons].sort();
}
