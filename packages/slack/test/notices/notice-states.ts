import { type NoticeContent, noticeContentSchema, type RunStatus, type RunView } from '@waybill/api';
import { buildReceipt, type ReceiptFacts } from '@waybill/engine/delivery';
import { Temporal, type Window } from '@waybill/engine/time';
import { type NoticeFacts, noticeContent } from '../../../service/src/notices/content.ts';
import type { NoticeEvent } from '../../../service/src/notices/notice-event.ts';
import { actionsOf } from '../../../service/src/queue/run-state.ts';
import type { NoticedRun } from '../../src/notices/render-notice.ts';

/** Every state that a message about a run can be in, by what the service says of it. */

export interface NoticeState {
  readonly name: string;
  readonly content: NoticeContent;
  /** Undefined when the run is tidied away. */
  readonly run: NoticedRun | undefined;
}

const RUN = '20261122T053000-3f9a2c01bd45';
const started = new Date('2026-11-22T05:30:01Z');
const finished = new Date('2026-11-22T05:30:43Z');

const windowOf = (first: string, last = first): Window => {
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime('Europe/Vienna').toInstant();
  const [firstDay, lastDay] = [Temporal.PlainDate.from(first), Temporal.PlainDate.from(last)];
  const until = midnight(lastDay.add({ days: 1 }));
  return { by: 'event_date', timezone: 'Europe/Vienna', from: midnight(firstDay), until, firstDay, lastDay };
};

const deliveryTo = (destination: string, location: string): ReceiptFacts['deliveries'][number] => ({
  destination,
  type: 'sftp',
  files: [{ path: 'daily-sales_20261122.csv', location, verified: 'size' }],
  companion: null,
  attempts: 1,
});
const FILE = { name: 'daily-sales_20261122.csv', bytes: 1_412_000, rows: 4821 };

const receipt = (facts: Partial<ReceiptFacts> = {}) =>
  buildReceipt({
    ...{ export: 'daily-sales', run: RUN, status: 'success', model: 'transactions', timezone: 'Europe/Vienna' },
    ...{ window: null, files: [FILE], columns: [], guardedCells: 0, started, finished, warnings: [] },
    deliveries: [deliveryTo('partner-sftp', 'sftp://sftp.partner.example:22/upload/daily-sales_20261122.csv')],
    ...facts,
  });

const REFUSED = {
  severity: 'error' as const,
  message: 'Destination "partner-sftp" refused the login at sftp://waybill@sftp.partner.example:22.',
  fix: 'Check user and password, key or agent of the destination in waybill.yaml, and that the account is open.',
};
const TOO_FEW = {
  severity: 'error' as const,
  message: 'The file has 12 rows; the last five had 4,700 to 4,900, and 10 % more or less is allowed.',
  fix: 'Look whether the data has arrived. Approve the file to deliver it as it is, or reject it.',
};

interface Told {
  readonly run?: Partial<NoticeFacts['run']>;
  readonly files?: boolean;
  readonly now?: Partial<NoticedRun>;
  readonly gone?: boolean;
}

function state(name: string, event: NoticeEvent, status: RunStatus, { run, files, now, gone }: Told = {}): NoticeState {
  const isOver = status !== 'queued' && status !== 'processing';
  const facts: NoticeFacts = {
    export: { id: 'exp_1', name: 'daily-sales', timezone: 'Europe/Vienna' },
    nextRunAt: new Date('2026-11-23T05:30:00Z'),
    run: {
      ...{ id: RUN, status, by: 'schedule', scheduled: true, dueAt: new Date('2026-11-22T05:30:00Z') },
      ...{ window: windowOf('2026-11-21'), attempt: isOver ? 1 : 0, nextAttemptAt: null, problems: [] },
      ...{ startedAt: isOver ? started : null, finishedAt: isOver ? finished : null, rows: null, bytes: null },
      ...{ receipt: null, cancelled: null, approvedBy: null },
      ...run,
    },
  };
  const { attempt, nextAttemptAt, problems } = facts.run;
  const noticed: NoticedRun = {
    ...{ id: RUN, status, progress: null, attempt, error: problems[0]?.message ?? null, timezone: 'Europe/Vienna' },
    actions: [...actionsOf(status, files ?? status === 'success')],
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    ...now,
  };
  const content = noticeContentSchema.parse(noticeContent(event, facts));
  return { name, content, run: gone ? undefined : noticed };
}

const DONE = { rows: 4821, bytes: 1_412_000, receipt: receipt() };
const progress = (step: 'reading' | 'delivering', percent: number | null): RunView['progress'] =>
  step === 'reading'
    ? { step, rows: 120_000, bytes: 9_000_000, sent: 0, percent }
    : { step, rows: 240_000, bytes: 18_000_000, sent: 4_500_000, percent };
const BY_ANNA = { scheduled: false, by: 'Anna Huber' };
const QUARANTINED = {
  rows: 12,
  bytes: 840,
  receipt: receipt({ status: 'quarantined', deliveries: [] }),
  problems: [TOO_FEW],
};

export const NOTICE_STATES: readonly NoticeState[] = [
  state('queued', 'begun', 'queued'),
  state('begun', 'begun', 'processing', { run: { attempt: 1 } }),
  state('reading', 'begun', 'processing', { now: { progress: progress('reading', null) } }),
  state('reading-percent', 'begun', 'processing', { now: { progress: progress('reading', 45.7) } }),
  state('sending', 'begun', 'processing', { now: { progress: progress('delivering', 25) } }),
  state('retrying', 'begun', 'queued', {
    run: { attempt: 1, nextAttemptAt: new Date('2026-11-22T05:31:43Z'), problems: [REFUSED] },
  }),
  state('success', 'success', 'success', { run: DONE }),
  state('success-two-destinations', 'success', 'success', {
    run: {
      ...DONE,
      attempt: 3,
      receipt: receipt({
        deliveries: [
          deliveryTo('partner-sftp', 'sftp://sftp.partner.example:22/upload/daily-sales_20261122.csv'),
          deliveryTo('archive', 's3://archive/2026/daily-sales_20261122.csv'),
        ],
      }),
    },
  }),
  state('success-parts', 'success', 'success', {
    run: {
      ...DONE,
      receipt: receipt({ files: [1, 2, 3, 4].map(part => ({ ...FILE, name: `daily-sales_20261122_${part}.csv` })) }),
    },
  }),
  state('success-download-only', 'success', 'success', { run: { ...DONE, receipt: receipt({ deliveries: [] }) } }),
  state('success-warnings', 'success', 'success', {
    run: {
      ...DONE,
      receipt: receipt({
        guardedCells: 2,
        warnings: ['The formula guard changed 2 cells that a spreadsheet would have run as formulas.'],
      }),
    },
  }),
  state('success-files-gone', 'success', 'success', { run: DONE, files: false }),
  state('success-run-gone', 'success', 'success', { run: DONE, gone: true }),
  state('empty', 'empty', 'success', {
    run: { rows: 0, bytes: 24, receipt: receipt({ files: [{ ...FILE, bytes: 24, rows: 0 }] }) },
  }),
  state('skipped', 'empty', 'skipped', {
    run: { rows: 0, bytes: 0, receipt: receipt({ status: 'skipped', files: [], deliveries: [] }) },
  }),
  state('failed', 'failure', 'failed', { run: { attempt: 5, problems: [REFUSED] } }),
  state('failed-with-file', 'failure', 'failed', {
    run: { rows: 4821, bytes: 1_412_000, problems: [REFUSED] },
    files: true,
  }),
  state('recovered', 'recovered', 'success', { run: { ...DONE, ...BY_ANNA } }),
  state('rerun', 'success', 'success', { run: { ...DONE, ...BY_ANNA } }),
  state('backfill', 'success', 'success', {
    run: { ...DONE, ...BY_ANNA, window: windowOf('2026-10-01', '2026-10-31') },
  }),
  state('late', 'late', 'queued'),
  state('late-at-work', 'late', 'processing', {
    run: { attempt: 1, startedAt: started },
    now: { progress: progress('reading', null) },
  }),
  state('late-retrying', 'late', 'queued', { run: { attempt: 2, problems: [REFUSED] } }),
  state('quarantined', 'quarantined', 'quarantined', { run: QUARANTINED, files: true }),
  state('approved', 'quarantined', 'queued', {
    run: { ...QUARANTINED, status: 'quarantined', approvedBy: 'Anna Huber' },
  }),
  state('approved-delivered', 'success', 'success', { run: { ...DONE, approvedBy: 'Anna Huber' } }),
  state('rejected', 'cancelled', 'cancelled', {
    run: { ...QUARANTINED, cancelled: 'Anna Huber: wrong month' },
    files: true,
  }),
  state('cancelled', 'cancelled', 'cancelled', { run: { ...BY_ANNA, cancelled: 'Anna Huber' } }),
];
