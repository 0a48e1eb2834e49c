import type { ExportSummary, RunSummary } from '@waybill/api';
import { FIRST, type HomeState } from '../../src/home/home-state.ts';
import type { HomeData } from '../../src/home/read-home.ts';

/** Every state that an App Home can be in, with made-up exports. */

export const someExport = (id: number, more: Partial<ExportSummary> = {}): ExportSummary => ({
  id: `exp_${id}`,
  name: `daily-sales-${id}`,
  description: '',
  owner: null,
  model: 'transactions',
  status: 'active',
  createdAt: '2026-11-01T10:00:00Z',
  createdBy: 'Anna Huber',
  createdVia: 'slack',
  updatedAt: '2026-11-01T10:00:00Z',
  revision: 1,
  destinations: ['partner-sftp'],
  schedule: 'every day at 06:30',
  timezone: 'Europe/Vienna',
  nextAt: '2026-11-29T05:30:00Z',
  pausedUntil: null,
  lastRun: { id: `run-${id}`, status: 'success', at: '2026-11-28T05:30:00Z', bytes: 1204 },
  ...more,
});

export const someRun = (id: number, more: Partial<RunSummary> = {}): RunSummary => ({
  id: `20261128T053000-${id}`,
  export: `daily-sales-${id}`,
  revision: 1,
  status: 'failed',
  trigger: 'schedule',
  createdAt: '2026-11-28T05:30:00Z',
  by: 'schedule',
  via: 'schedule',
  occasion: 'at:2026-11-28T05:30:00Z/2026-11-28',
  dueAt: '2026-11-28T05:30:00Z',
  day: '2026-11-28',
  timezone: 'Europe/Vienna',
  window: {
    by: 'event_date',
    from: '2026-11-26T23:00:00Z',
    to: '2026-11-27T23:00:00Z',
    words: '27 November 2026',
  },
  startedAt: '2026-11-28T05:30:01Z',
  finishedAt: '2026-11-28T05:31:00Z',
  seconds: 59,
  attempt: 5,
  nextAttemptAt: null,
  rows: null,
  bytes: null,
  error: 'The server partner-sftp refused the password.',
  rerunOf: null,
  actions: ['rerun'],
  ...more,
});

const QUARANTINED = someRun(2, {
  export: 'weekly-kpis',
  status: 'quarantined',
  rows: 12,
  bytes: 340,
  error: 'It has 12 rows, 98 % fewer than the runs before.',
  actions: ['approve', 'reject', 'rerun', 'download'],
});

const LISTED: readonly ExportSummary[] = [
  someExport(1),
  someExport(2, { description: 'What partners bought, with *stars* & <signs>', pausedUntil: '2026-12-24T05:30:00Z' }),
  someExport(3, { status: 'inactive', nextAt: null, lastRun: null }),
  someExport(4, { status: 'finished', schedule: 'once, when it was created', nextAt: null }),
  someExport(5, { status: 'failed', schedule: 'on 2026-11-20 at 08:00', nextAt: null }),
  someExport(6, { status: 'processing', timezone: 'America/New_York', createdBy: 'Ben Maier' }),
];

const EMPTY: HomeData = {
  role: 'editor',
  brand: 'Brand',
  scope: 'mine',
  drafts: [],
  failed: [],
  moreFailed: false,
  next: [],
  exports: [],
  cursor: null,
};

const FULL: HomeData = {
  ...EMPTY,
  failed: [someRun(1), QUARANTINED],
  next: [
    someExport(1),
    someExport(6, { timezone: 'America/New_York' }),
    someExport(2, { nextAt: '2026-12-24T05:30:00Z', pausedUntil: '2026-12-24T05:30:00Z' }),
  ],
  exports: LISTED,
};

export interface ShownHome {
  readonly name: string;
  readonly data: HomeData;
  readonly state: HomeState;
}

export const HOME_STATES: readonly ShownHome[] = [
  { name: 'new-editor', data: EMPTY, state: FIRST },
  { name: 'new-viewer', data: { ...EMPTY, role: 'viewer', scope: 'all' }, state: FIRST },
  { name: 'nothing-at-all', data: { ...EMPTY, scope: 'all' }, state: { ...FIRST, scope: 'all' } },
  { name: 'editor', data: FULL, state: FIRST },
  { name: 'viewer', data: { ...FULL, role: 'viewer', scope: 'all' }, state: FIRST },
  {
    name: 'admin-all-later-page',
    data: { ...FULL, role: 'admin', scope: 'all', moreFailed: true, cursor: 'next' },
    state: { ...FIRST, scope: 'all', sort: 'next_run', cursors: ['second', 'third'], page: 3 },
  },
  {
    name: 'drafts',
    data: { ...EMPTY, drafts: [{ id: 'drf_1', title: 'Export of transactions' }] },
    state: FIRST,
  },
  {
    name: 'search',
    data: { ...FULL, failed: [], exports: LISTED.slice(0, 1) },
    state: { ...FIRST, search: 'sales', turn: 1 },
  },
  { name: 'search-nothing', data: EMPTY, state: { ...FIRST, search: 'nothing like it' } },
  { name: 'state-nothing', data: EMPTY, state: { ...FIRST, scope: 'all', status: 'failed' } },
];
