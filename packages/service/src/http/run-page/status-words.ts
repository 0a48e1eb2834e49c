import { formatBytes, plural, type RunView } from '@waybill/api';
import { localClock } from '../../notices/clock-in-words.ts';

/** A run's status as people say it: one word or two, and a sentence. */
export interface StatusWords {
  readonly word: string;
  readonly sentence: string;
  /** What is read out when the status has changed; default: both. */
  readonly said?: string;
}

/** Pure; R7. */
export function statusWords(run: RunView): StatusWords {
  const { attempt, nextAttemptAt, rows, bytes, progress } = run;
  const amount = `${plural(rows ?? 0, 'row')}${bytes === null ? '' : `, ${formatBytes(bytes)}`}`;
  switch (run.status) {
    case 'queued':
      if (nextAttemptAt !== null)
        return {
          word: 'Waiting',
          sentence: `Attempt ${attempt} did not succeed; the next one is on ${localClock(new Date(nextAttemptAt), run.timezone)}.`,
        };
      return {
        word: 'Waiting',
        sentence:
          run.approvedBy === null ? 'It begins when it is its turn.' : 'It is approved and about to be delivered.',
      };
    case 'processing':
      return {
        word: 'Running',
        sentence: progress?.step === 'delivering' ? 'The file is being delivered.' : 'The rows are being read.',
      };
    case 'success':
      return {
        word: 'Finished',
        sentence:
          run.receipt?.deliveries.length === 0
            ? `${amount}; for download only.`
            : `${amount}; everything was delivered.`,
      };
    case 'failed':
      return {
        word: 'Failed',
        sentence: `${attempt > 1 ? `${attempt} attempts failed; it` : 'It'} is not tried again by itself.`,
        ...(run.error === null ? {} : { said: `Failed. ${run.error}` }),
      };
    case 'quarantined':
      return {
        word: 'In quarantine',
        sentence:
          'A check before delivery said no, so nothing was sent. Somebody with the right to do so approves or rejects the file.',
      };
    case 'cancelled':
      return run.receipt?.status === 'quarantined' && run.approvedBy === null
        ? { word: 'Rejected', sentence: 'Somebody decided that the file goes nowhere.' }
        : { word: 'Cancelled', sentence: 'Somebody stopped it.' };
    case 'skipped':
      return { word: 'Skipped', sentence: 'There were no rows, so nothing was sent.' };
  }
}
