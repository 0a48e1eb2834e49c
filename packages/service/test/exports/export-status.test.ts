import assert from 'node:assert/strict';
import { type ExportFacts, exportStatus } from '../../src/schedule/export-status.ts';

const SOON = new Date('2026-12-01T05:30:00Z');
const facts = (more: Partial<ExportFacts>): ExportFacts => ({
  scheduleKind: 'repeated',
  paused: false,
  nextAt: null,
  lastRunStatus: null,
  openRuns: 0,
  ...more,
});

const ROWS: readonly [what: string, given: Partial<ExportFacts>, expected: string][] = [
  ['repeats, firings to come', { nextAt: SOON }, 'active'],
  ['repeats, a run goes on', { nextAt: SOON, lastRunStatus: 'processing', openRuns: 1 }, 'active'],
  ['repeats, its last run failed', { nextAt: SOON, lastRunStatus: 'failed' }, 'active'],
  ['repeats, no firing is left', { lastRunStatus: 'success' }, 'inactive'],
  ['repeats, paused', { paused: true }, 'inactive'],
  ['repeats, paused until a day', { paused: true, nextAt: SOON }, 'inactive'],
  ['on a date, to come', { scheduleKind: 'at', nextAt: SOON }, 'pending'],
  ['on a date, paused', { scheduleKind: 'at', paused: true, nextAt: SOON }, 'inactive'],
  ['on a date, queued', { scheduleKind: 'at', lastRunStatus: 'queued', openRuns: 1 }, 'processing'],
  ['on a date, delivered', { scheduleKind: 'at', lastRunStatus: 'success' }, 'finished'],
  ['on a date, failed', { scheduleKind: 'at', lastRunStatus: 'failed' }, 'failed'],
  ['on a date, run before it by a person', { scheduleKind: 'at', nextAt: SOON, lastRunStatus: 'success' }, 'pending'],
  ['on a date that passed without a run', { scheduleKind: 'at' }, 'inactive'],
  ['now, before its run', { scheduleKind: 'now' }, 'pending'],
  ['now, queued', { scheduleKind: 'now', lastRunStatus: 'queued', openRuns: 1 }, 'processing'],
  ['now, processing', { scheduleKind: 'now', lastRunStatus: 'processing', openRuns: 1 }, 'processing'],
  ['now, rerun while the last one failed', { scheduleKind: 'now', lastRunStatus: 'failed', openRuns: 1 }, 'processing'],
  ['now, delivered', { scheduleKind: 'now', lastRunStatus: 'success' }, 'finished'],
  ['now, nothing to send', { scheduleKind: 'now', lastRunStatus: 'skipped' }, 'finished'],
  ['now, failed', { scheduleKind: 'now', lastRunStatus: 'failed' }, 'failed'],
  ['now, file in quarantine', { scheduleKind: 'now', lastRunStatus: 'quarantined' }, 'failed'],
  ['now, stopped by a person', { scheduleKind: 'now', lastRunStatus: 'cancelled' }, 'inactive'],
];

describe('R1 export status', () => {
  for (const [what, given, expected] of ROWS) {
    it(`R1 export status: ${what} → ${expected}`, () => {
      assert.equal(exportStatus(facts(given)), expected);
    });
  }
});
