import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildReceipt } from '@waybill/engine/delivery';
import { type Problem, problem } from '@waybill/engine/errors';
import { Temporal } from '@waybill/engine/time';
import { WAYBILL_YAML } from '../../../../test/cli/small-workspace.ts';
import { newDatabase } from '../../../../test/support/store.ts';
import { windowText } from '../../src/schedule/window-json.ts';
import { runPageUrl } from '../../src/security/links.ts';
import type { Prisma } from '../../src/store/generated/sqlite/client.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { type Served, serve } from '../http/served.ts';
import { addExport, addRun } from '../notices/test-service.ts';

/** Runs as a reader of the page would meet them, always with the same words and figures. */

const AT = '2026-11-22T05:31:00Z';
const at = (text: string) => new Date(`2026-11-22T${text}Z`);

const CSV = [
  'Bill;Date;Store;Channel;Customer;Amount',
  '4711-000218;21.11.2026 08:02;Wien Mitte;Store;6f1d3a9c0b72e5d4;23,90',
  '4711-000219;21.11.2026 08:04;Wien Mitte;Store;91c0a7be22f84d10;7,40',
  '4711-000220;21.11.2026 08:05;Graz Hauptplatz;Store;d2ab5507e9134c6f;118,00',
  '4711-000221;21.11.2026 08:11;Online;Web;0b44c1d6a85e7f23;64,95',
  '4711-000222;21.11.2026 08:12;Linz Landstraße;Store;7c9e10f2b6d34a58;12,30',
  '4711-000223;21.11.2026 08:15;Online;Web;e35f8a071c6d92b4;249,00',
  '4711-000224;21.11.2026 08:19;Wien Mitte;Store;58a2d47be01f396c;5,20',
  '4711-000225;21.11.2026 08:20;Salzburg Europark;Store;c41b0e95f7a8263d;33,10',
  '4711-000226;21.11.2026 08:24;Graz Hauptplatz;Store;1fd69b3084ce57a2;18,75',
  '4711-000227;21.11.2026 08:31;Online;Web;a0e7c25d4b81f963;99,90',
];
const FILE = 'daily-sales_20261122.csv';
const WINDOW = windowText({
  by: 'event_date',
  timezone: 'Europe/Vienna',
  from: Temporal.Instant.from('2026-11-20T23:00:00Z'),
  until: Temporal.Instant.from('2026-11-21T23:00:00Z'),
  firstDay: Temporal.PlainDate.from('2026-11-21'),
  lastDay: Temporal.PlainDate.from('2026-11-21'),
});
const SHA256 = '4c1f0e5a9d3b7268c0a94de17f25b83610cc9a7e5d42f8b3916e07da53c8b21f';

type Log = readonly (readonly [string, 'info' | 'warning' | 'error', string])[];
interface Scene {
  readonly run: Partial<Prisma.RunUncheckedCreateInput>;
  readonly log: Log;
  readonly bytes?: number;
  readonly rows?: number;
  readonly name?: string;
}

const receiptText = (
  status: 'success' | 'quarantined',
  rows: number,
  bytes: number,
  warnings: readonly string[],
  name = FILE,
) =>
  JSON.stringify(
    buildReceipt({
      ...{ export: 'daily-sales', run: 'x', status, model: 'transactions', timezone: 'Europe/Vienna', window: null },
      files: [{ name, bytes, rows, sha256: SHA256 }],
      deliveries:
        status === 'quarantined'
          ? []
          : [
              {
                ...{ destination: 'partner-sftp', type: 'sftp', attempts: 1 },
                files: [
                  { path: name, location: `sftp://waybill@sftp.partner.example:22/upload/${name}`, verified: 'size' },
                ],
                companion: `sftp://waybill@sftp.partner.example:22/upload/${name}.done`,
              },
            ],
      ...{ columns: [], guardedCells: 0, started: at('05:30:00'), finished: at('05:30:42'), warnings: [...warnings] },
    }),
  );

const scheduled = { dueAt: at('05:30:00'), window: WINDOW, startedAt: at('05:30:00'), attempt: 1 };
const begun: Log = [
  ['05:30:00', 'info', 'Queued by the schedule, for Sunday 22 November 2026, 06:30.'],
  ['05:30:00', 'info', 'Begins, over Saturday 21 November 2026 (Europe/Vienna).'],
];

const check: Problem = problem('check-rows', { rows: 12, usual: 4800, runs: 5, allowed: '30 %', away: 99.8 });
const refusal: Problem = problem('destination-login-failed', {
  destination: 'partner-sftp',
  where: 'sftp://waybill@sftp.partner.example:22',
  detail: 'All configured authentication methods failed',
});

export const SCENES = {
  success: {
    run: {
      ...{ ...scheduled, status: 'success', finishedAt: at('05:30:42'), rows: 4821n, bytes: 367_204n },
      receipt: receiptText('success', 4821, 367_204, []),
    },
    ...{ rows: 4821, bytes: 367_204 },
    log: [
      ...begun,
      ['05:30:31', 'info', `Made ${FILE}: 4,821 rows, 367 kB.`],
      ['05:30:41', 'info', `Delivered to partner-sftp: sftp://waybill@sftp.partner.example:22/upload/${FILE}.`],
      ['05:30:42', 'info', 'Finished: 4,821 rows, in 42 s.'],
    ],
  },
  quarantined: {
    run: {
      ...{ ...scheduled, status: 'quarantined', finishedAt: at('05:30:42'), rows: 12n, bytes: 801n },
      receipt: receiptText('quarantined', 12, 801, [check.message]),
      problems: JSON.stringify([check]),
    },
    ...{ rows: 12, bytes: 801 },
    log: [...begun, ['05:30:31', 'info', `Made ${FILE}: 12 rows, 801 bytes.`], ['05:30:42', 'warning', check.message]],
  },
  failed: {
    run: {
      ...{ ...scheduled, status: 'failed', finishedAt: at('05:30:44') },
      problems: JSON.stringify([refusal]),
    },
    log: [...begun, ['05:30:44', 'error', refusal.message]],
  },
  running: {
    run: {
      ...{ ...scheduled, status: 'processing' },
      progress: JSON.stringify({ step: 'reading', rows: 3012, bytes: 229_000, sent: 0, percent: 62 }),
    },
    log: begun,
  },
  waiting: {
    run: {
      ...{ ...scheduled, status: 'queued', attempt: 2, availableAt: at('05:34:00') },
      problems: JSON.stringify([refusal]),
    },
    log: [...begun, ['05:30:44', 'warning', `${refusal.message} It is tried again at 06:34.`]],
  },
  /** Everything without a place to break a line at. */
  wide: {
    run: {
      ...{ ...scheduled, status: 'success', finishedAt: at('05:30:42'), rows: 1n, bytes: 367_204n, trigger: 'request' },
      requestedBy: 'x'.repeat(300),
      receipt: receiptText('success', 1, 367_204, ['w'.repeat(300)], `${'n'.repeat(240)}.csv`),
    },
    ...{ rows: 1, bytes: 367_204, name: `${'n'.repeat(240)}.csv` },
    log: [['05:30:00', 'error', 'l'.repeat(500)]],
  },
} as const satisfies Record<string, Scene>;
export type SceneName = keyof typeof SCENES;

const stores: Store[] = [];

/** Closes the databases of what was shown, after their servers. */
export async function closeScenes(): Promise<void> {
  while (stores.length > 0) await stores.pop()?.[Symbol.asyncDispose]();
}

/** A service with the run of a scene; gives the address of its page. */
export async function showScene(scene: SceneName): Promise<{ readonly served: Served; readonly url: string }> {
  const store = await openStore({ database: await newDatabase('sqlite') });
  stores.push(store);
  const served = await serve({
    store,
    at: AT,
    files: { 'waybill.yaml': WAYBILL_YAML.replace('name: Test', 'name: Northwind Rewards') },
  });
  const { service } = served;
  const { run, log, bytes, rows, name = FILE }: Scene = SCENES[scene];
  const exportName = scene === 'wide' ? 'e'.repeat(100) : 'daily-sales';
  const exportId = await addExport(service.store, {
    name: exportName,
    nextAt: new Date('2026-11-23T05:30:00Z'),
  });
  const id = await addRun(service.store, exportId, { id: '20261122T053000-3f9a2c01bd45', ...run });
  await service.store.db.runLog.createMany({
    data: log.map(([time, level, message], i) => ({ runId: id, seq: i + 1, at: at(time), level, message })),
  });
  if (bytes !== undefined && rows !== undefined) {
    const folder = service.artifacts.workFolder(exportName, id);
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'made.csv');
    const shown = scene === 'wide' ? ['y'.repeat(5000)] : rows < CSV.length ? CSV.slice(0, rows + 1) : [...CSV, ''];
    // As long as it says that it is.
    await writeFile(path, `${shown.join('\r\n')}`.padEnd(Math.min(bytes, 70_000), ' '));
    const ref = await service.artifacts.keep(path, { exportName, runId: id, file: name });
    await service.store.db.runFile.create({
      data: {
        ...{ id: 'fil_1', runId: id, name, bytes: BigInt(bytes), rows: BigInt(rows), sha256: SHA256, ref },
        ...{ createdAt: at('05:30:42'), expiresAt: new Date('2026-12-22T05:30:42Z') },
      },
    });
  }
  return { served, url: served.url + pathOf(runPageUrl(service, id)) };
}

/** Pages are opened where the service listens, whatever address its links name. */
export const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;
