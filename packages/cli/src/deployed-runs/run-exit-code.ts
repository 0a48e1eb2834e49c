import type { RunView } from '@waybill/api';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { localProblem } from '../service/service-problems.ts';

/** The exit code of a command that waited for a run: what `waybill run FILE` would have ended with. */
export function runExitCode({ status, problems }: Pick<RunView, 'status' | 'problems'>): number {
  switch (status) {
    case 'failed': {
      const code = exitCodeOf(problems.map(p => localProblem(p)));
      return code === EXIT.ok ? EXIT.server : code;
    }
    case 'quarantined':
      return EXIT.check;
    case 'cancelled':
      return EXIT.interrupted;
    case 'success':
    case 'skipped':
    case 'queued':
    case 'processing':
      return EXIT.ok;
  }
}
