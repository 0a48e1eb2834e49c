import assert from 'node:assert/strict';
import { noticeContentSchema } from '@waybill/api';
import { buildReceipt, type ReceiptFacts } from '@waybill/engine/delivery';
import { type Problem, problem } from '@waybill/engine/errors';
import { Temporal, type Window } from '@waybill/engine/time';
import { type NoticeFacts, noticeContent } from '../../src/notices/content.ts';
import type { NoticeEvent } from '../../src/notices/notice-event.ts';

const WINDOW: Window = {
  by: 'event_date',
  timezone: 'Europe/Vienna',
  from: Temporal.Instant.from('2026-11-20T23:00:00Z'),
  until: Temporal.Instant.from('2026-11-21T23:00:00Z'),
  firstDay: Temporal.PlainDate.from('2026-11-21'),
  lastDay: Temporal.PlainDate.from('2026-11-21'),
};
const started = new Date('2026-11-22T05:30:01Z');
const finished = new Date('2026-11-22T05:30:43Z');

const receipt = (facts: Partial<ReceiptFacts> = {}) =>
  buildReceipt({
    export: 'daily-sales',
    run: '20261122T053000-3f9a2c01bd45',
    status: 'success',
    model: 'transactions',
    timezone: 'Europe/Vienna',
    window: null,
    files: [{ name: 'daily-sales_20261122.csv', bytes: 1_412_000, rows: 4821 }],
    deliveries: [
      {
        destination: 'partner-sftp',
        type: 'sftp',
        files: [
          {
            path: 'daily-sales_20261122.csv',
            location: 'sftp://sftp.partner.example:22/upload/daily-sales_20261122.csv',
            verified: 'size',
          },
        ],
        companion: null,
        attempts: 1,
      },
    ],
    columns: [],
    guardedCells: 0,
    started,
    finished,
    warnings: [],
    ...facts,
  });

const facts = (run: Partial<NoticeFacts['run']> = {}, rest: Partial<NoticeFacts> = {}): NoticeFacts => ({
  export: { id: 'exp_1', name: 'daily-sales', timezone: 'Europe/Vienna' },
  nextRunAt: new Date('2026-11-23T05:30:00Z'),
  ...rest,
  run: {
    id: '20261122T053000-3f9a2c01bd45',
    status: 'success',
    by: 'schedule',
    scheduled: true,
    dueAt: new Date('2026-11-22T05:30:00Z'),
    window: WINDOW,
    attempt: 1,
    startedAt: started,
    finishedAt: finished,
    nextAttemptAt: null,
    rows: 4821,
    bytes: 1_412_000,
    receipt: receipt(),
    problems: [],
    cancelled: null,
    approvedBy: null,
    ...run,
  },
});

/** The notice as people would read it. */
function said(event: NoticeEvent, of: NoticeFacts): string {
  const content = noticeContentSchema.parse(noticeContent(event, of));
  assert.equal(content.event, event);
  assert.equal(content.run, of.run.id);
  assert.equal(content.runStatus, of.run.status);
  return [
    content.title,
    ...content.lines.map(({ label, value }) => `${label}: ${value}`),
    `Cause: ${content.cause ?? '-'}`,
    `Advice: ${content.advice ?? '-'}`,
  ].join('\n');
}

const failed: readonly Problem[] = [
  problem('destination-login-failed', {
    destination: 'partner-sftp',
    where: 'sftp://waybill@sftp.partner.example:22',
    detail: 'All configured authentication methods failed',
  }),
];
const noFile = { rows: null, bytes: null, receipt: null };

describe('Notices: what they say', () => {
  it('N2 success: what, which window, rows, size, where, how long, and when it runs next', () => {
    assert.equal(
      said('success', facts()),
      `daily-sales finished: 4,821 rows, 1.4 MB
Export: daily-sales
Window: Saturday 21 November 2026 (Europe/Vienna)
Rows: 4,821
Size: 1.4 MB
File: daily-sales_20261122.csv
Delivered to: partner-sftp, sftp://sftp.partner.example:22/upload/daily-sales_20261122.csv
Due: Sunday 22 November 2026, 06:30 (Europe/Vienna)
Took: 42 s
Next run: Monday 23 November 2026, 06:30 (Europe/Vienna)
Cause: -
Advice: -`,
    );
  });

  it('N2 success: many files, destinations and attempts, asked for by a person, by time of change', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const files = names.map(name => ({ name: `${name}.csv`, bytes: 10, rows: 1 }));
    const places = names.map(name => ({ path: name, location: `s3://bi/${name}.csv`, verified: 'size' as const }));
    const deliveries = [
      { destination: 'bi', type: 's3', files: places, companion: null, attempts: 1 },
      { destination: 'share', type: 'local', files: places.slice(0, 1), companion: '/srv/a.done', attempts: 3 },
    ];
    const of = facts(
      {
        scheduled: false,
        by: 'Anna Huber',
        attempt: 3,
        rows: 5,
        bytes: 50,
        window: { ...WINDOW, by: 'updated_at' },
        receipt: receipt({ files, deliveries, warnings: ['The column note is longer than usual.'] }),
      },
      { nextRunAt: null },
    );
    assert.equal(
      said('success', of),
      `daily-sales finished: 5 rows, 50 bytes
Export: daily-sales
Window: Saturday 21 November 2026 (Europe/Vienna), by time of change
Rows: 5
Size: 50 bytes
Files: a.csv, b.csv, c.csv and 2 more
Delivered to: bi, s3://bi/a.csv and 4 more
Delivered to: share, s3://bi/a.csv
Asked for by: Anna Huber
Took: 42 s
Attempts: 3
Warning: The column note is longer than usual.
Cause: -
Advice: -`,
    );
  });

  it('N2 success: a file for download only says so, and a run without a window has no line for it', () => {
    const of = facts(
      { window: null, rows: 1, bytes: 1, receipt: receipt({ deliveries: [] }), approvedBy: 'Ben' },
      { nextRunAt: null },
    );
    assert.equal(
      said('success', of),
      `daily-sales finished: 1 row, 1 byte
Export: daily-sales
Rows: 1
Size: 1 byte
File: daily-sales_20261122.csv
Delivered to: nowhere: this export is for download only
Due: Sunday 22 November 2026, 06:30 (Europe/Vienna)
Approved by: Ben
Took: 42 s
Cause: -
Advice: -`,
    );
  });

  it('N2 recovered: says that it works again', () => {
    assert.match(said('recovered', facts()), /^daily-sales works again: 4,821 rows, 1\.4 MB\n/);
    const skipped = facts({ status: 'skipped', rows: 0, bytes: 0, receipt: receipt({ status: 'skipped', files: [] }) });
    assert.match(said('recovered', skipped), /^daily-sales works again: no rows, so nothing was sent\n/);
  });

  it('N2 empty: says whether a file was sent', () => {
    const sent = facts({ rows: 0, bytes: 12 });
    assert.match(said('empty', sent), /^daily-sales finished without rows\n(.*\n)*Rows: 0\nSize: 12 bytes\n/);
    const skipped = facts({
      status: 'skipped',
      rows: 0,
      bytes: 0,
      receipt: receipt({ status: 'skipped', files: [], deliveries: [] }),
    });
    assert.equal(
      said('empty', skipped),
      `daily-sales found no rows, so nothing was sent
Export: daily-sales
Window: Saturday 21 November 2026 (Europe/Vienna)
Rows: 0
Due: Sunday 22 November 2026, 06:30 (Europe/Vienna)
Took: 42 s
Next run: Monday 23 November 2026, 06:30 (Europe/Vienna)
Cause: There were no rows to export.
Advice: If there should have been some, look whether the data has arrived, and run it again then.`,
    );
  });

  it('N2 failure: the cause in plain words, and what to do', () => {
    assert.equal(
      said('failure', facts({ status: 'failed', attempt: 5, problems: failed, ...noFile })),
      `daily-sales failed
Export: daily-sales
Window: Saturday 21 November 2026 (Europe/Vienna)
Due: Sunday 22 November 2026, 06:30 (Europe/Vienna)
Took: 42 s
Attempts: 5
Next run: Monday 23 November 2026, 06:30 (Europe/Vienna)
Cause: Destination "partner-sftp" refused the login at sftp://waybill@sftp.partner.example:22 (All configured authentication methods failed).
Advice: Check user and password, key or agent of the destination in waybill.yaml, and that the account is open.`,
    );
  });

  it('N2 failure: several problems are each said once, warnings are not the cause, and a page of a server is cut', () => {
    const warning = problem('firing-refused', { when: 'tomorrow', detail: 'x' });
    const both = facts({ status: 'failed', problems: [warning, ...failed, ...failed], ...noFile });
    assert.doesNotMatch(said('failure', both), /tomorrow/);
    assert.equal(said('failure', both).match(/refused the login/g)?.length, 1);
    const long = problem('internal-fault', { detail: 'x'.repeat(5000) });
    const content = noticeContent('failure', facts({ status: 'failed', problems: [long], ...noFile }));
    assert.equal(content.cause?.length, 1000);
    assert.match(content.cause ?? '', /…$/);
    const none = noticeContent('failure', facts({ status: 'failed', ...noFile }));
    assert.equal(none.cause, 'Nobody noted what went wrong.');
  });

  it('N2 quarantined: what the checks found, that nothing was sent yet, and what to do', () => {
    const found = problem('check-rows', { rows: 12, usual: 4800, runs: 5, allowed: '30 %', away: 99.8 });
    assert.equal(
      said(
        'quarantined',
        facts({
          status: 'quarantined',
          rows: 12,
          bytes: 3500,
          problems: [found],
          receipt: receipt({ status: 'quarantined', deliveries: [], warnings: [found.message] }),
        }),
      ),
      `daily-sales is in quarantine and waits for a decision
Export: daily-sales
Window: Saturday 21 November 2026 (Europe/Vienna)
Rows: 12
Size: 3.5 kB
File: daily-sales_20261122.csv
Delivered to: nowhere yet: the file is kept until somebody decides
Due: Sunday 22 November 2026, 06:30 (Europe/Vienna)
Took: 42 s
Next run: Monday 23 November 2026, 06:30 (Europe/Vienna)
Cause: The file has 12 rows, 99.8 % away from the 4800 of the last 5 runs; 30 % is allowed.
Advice: Look whether the data is complete. If it is right, approve the file; if it stays so, widen \`checks: {rows: …}\`.`,
    );
  });

  const LATE: readonly (readonly [string, Partial<NoticeFacts['run']>, string])[] = [
    [
      'has not begun',
      { status: 'queued', attempt: 0, startedAt: null, finishedAt: null },
      'Cause: It was due on Sunday 22 November 2026, 06:30 (Europe/Vienna) and has not begun: other runs are before it, or no process of the service works.\nAdvice: Nothing is lost: it begins as soon as it can. If it stays so, ask who operates the service.',
    ],
    [
      'is at work',
      { status: 'processing', attempt: 1, finishedAt: null },
      'Cause: It was due on Sunday 22 November 2026, 06:30 (Europe/Vienna) and is being worked on.\nAdvice: Nothing is lost: it goes on by itself. If it stays so, look at the log of the run.',
    ],
    [
      'is at work for the third time',
      { status: 'processing', attempt: 3, finishedAt: null },
      'and is being worked on for the 3rd time.',
    ],
    [
      'waits for another attempt',
      {
        status: 'queued',
        attempt: 2,
        finishedAt: null,
        nextAttemptAt: new Date('2026-11-22T06:04:30Z'),
        problems: failed,
      },
      'Attempts: 2\nNext attempt: Sunday 22 November 2026, 07:04 (Europe/Vienna)\nNext run: Monday 23 November 2026, 06:30 (Europe/Vienna)\nCause: It was due on Sunday 22 November 2026, 06:30 (Europe/Vienna) and did not succeed yet. Destination "partner-sftp" refused the login',
    ],
  ];
  for (const [how, run, expected] of LATE) {
    it(`N2 late: a run that ${how} says so`, () => {
      const text = said('late', facts({ ...noFile, ...run }));
      assert.match(text, /^daily-sales is late\n/);
      assert.ok(text.includes(expected), text);
    });
  }

  it('N2 cancelled: by whom, and that nothing more is sent', () => {
    const text = said('cancelled', facts({ status: 'cancelled', cancelled: 'Anna Huber: wrong month', ...noFile }));
    assert.match(text, /^daily-sales was cancelled\n/);
    assert.match(text, /\nCause: Cancelled by Anna Huber: wrong month\.\nAdvice: Nothing more is sent\. Run it again/);
  });

  it('N2 cancelled: a file in quarantine that somebody rejected says so', () => {
    const quarantined = receipt({ status: 'quarantined', deliveries: [] });
    const text = said('cancelled', facts({ status: 'cancelled', cancelled: 'Ben', receipt: quarantined }));
    assert.match(text, /^daily-sales was rejected, so nothing was sent\n/);
    assert.match(text, /\nCause: Rejected by Ben\./);
  });

  it('N2: a title is one line, whatever the name', () => {
    const of = facts({}, { export: { id: 'exp_1', name: 'a\r\nBcc: eve@b.example', timezone: 'UTC' } });
    assert.equal(noticeContent('failure', of).title, 'a Bcc: eve@b.example failed');
  });
});
