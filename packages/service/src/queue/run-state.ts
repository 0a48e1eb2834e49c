import type { RunAction, RunStatus } from '@waybill/api';

/** The states of a run (R1) and what leads from one to another. Everything else is refused. */
export const TRANSITIONS: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['processing', 'cancelled', 'failed'],
  // Back to the queue when an attempt failed and another may help, or when its process is gone.
  processing: ['success', 'skipped', 'quarantined', 'failed', 'cancelled', 'queued'],
  // Approved: to be delivered as it is. Rejected: cancelled.
  quarantined: ['queued', 'cancelled'],
  success: [],
  skipped: [],
  failed: [],
  cancelled: [],
};

export const mayBecome = (from: RunStatus, to: RunStatus): boolean => TRANSITIONS[from].includes(to);

/** Neither waiting nor at work; a file in quarantine waits for a person. */
export const isOver = (status: RunStatus): boolean => status !== 'queued' && status !== 'processing';

/** What may be done with a run as it is now; `files`: whether kept files are there. */
export function actionsOf(status: RunStatus, files: boolean): readonly RunAction[] {
  const download: readonly RunAction[] = files ? ['download'] : [];
  switch (status) {
    case 'queued':
    case 'processing':
      return ['cancel'];
    case 'failed':
    case 'cancelled':
      return ['rerun', ...download];
    case 'success':
    case 'skipped':
      return ['run_again', ...download];
    case 'quarantined':
      return ['approve', 'reject', 'rerun', ...download];
  }
}
