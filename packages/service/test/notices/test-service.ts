import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWorkspace } from '@waybill/engine/workspace';
import { pino } from 'pino';
import { tempFolderOfProcess } from '../../../../test/support/temp-folder.ts';
import { diskArtifacts } from '../../src/artifacts/disk.ts';
import type { SettingName } from '../../src/config.ts';
import type { ServiceContext } from '../../src/context.ts';
import type { NotifyEntry } from '../../src/notices/decide.ts';
import { readConfig } from '../../src/read-config.ts';
import { createKeys } from '../../src/security/keys.ts';
import { Signals } from '../../src/signals.ts';
import type { Prisma } from '../../src/store/generated/sqlite/client.ts';
import type { Store } from '../../src/store/store.ts';

export interface TestService extends ServiceContext {
  /** What was logged, as objects. */
  readonly logged: readonly Record<string, unknown>[];
}

let root: string | undefined;

/** A service over a store, with a workspace and a folder of its own and without loops. */
export function testService(
  store: Store,
  { notify, ...settings }: Partial<Record<SettingName, string>> & { readonly notify?: readonly NotifyEntry[] } = {},
): TestService {
  root ??= tempFolderOfProcess();
  const folder = mkdtempSync(join(root, 'workspace-'));
  const lines = ['version: 1', 'brand: {name: Northwind Rewards, timezone: Europe/Vienna}'];
  if (notify !== undefined) lines.push(`notify: ${JSON.stringify(notify)}`);
  writeFileSync(join(folder, 'waybill.yaml'), `${lines.join('\n')}\n`);
  mkdirSync(join(folder, 'files'));
  const logged: Record<string, unknown>[] = [];
  const sink = { write: (line: string) => logged.push(JSON.parse(line)) };
  return {
    config: readConfig({}, { folder, WAYBILL_PUBLIC_URL: 'https://waybill.brand.example', ...settings }).config,
    store,
    clock: { now: () => new Date() },
    log: pino({ level: 'info' }, sink),
    signals: new Signals(),
    artifacts: diskArtifacts(join(folder, 'files')),
    keys: createKeys(Buffer.alloc(32, 7)),
    workspace: async () => loadWorkspace(folder),
    workerId: 'test',
    version: '1.2.3',
    logged,
  };
}

/** An export `daily-sales` whose definition has this `notify`; gives its id. */
export async function addExport(
  { db }: Store,
  { notify, ...row }: Partial<Prisma.ExportCreateInput> & { readonly notify?: readonly NotifyEntry[] } = {},
): Promise<string> {
  const name = row.name ?? 'daily-sales';
  const id = row.id ?? `exp_${name}`;
  const at = new Date('2026-11-01T00:00:00Z');
  await db.export.create({
    data: {
      ...{ id, name, uniqueName: name, sortName: name },
      ...{ model: 'transactions', source: 'crm', createdBy: 'Anna Huber', createdVia: 'api' },
      ...{ createdAt: at, updatedAt: at, revision: 1, status: 'active', timezone: 'Europe/Vienna' },
      ...{ scheduleKind: 'repeated', schedule: '{"daily":{"hours":[6],"minutes":[30]}}' },
      ...row,
    },
  });
  const lines = ['version: 1', `name: ${name}`, 'model: transactions', 'fields: all', 'filters: none'];
  if (notify !== undefined) lines.push(`notify: ${JSON.stringify(notify)}`);
  const text = `${lines.join('\n')}\n`;
  await db.revision.create({
    data: { exportId: id, number: 1, text, sha256: 'x', createdBy: 'Anna Huber', createdVia: 'api', createdAt: at },
  });
  return id;
}

let runs = 0;

/** A run of an export, by default a scheduled one that waits in the queue; gives its id. */
export async function addRun(
  { db }: Store,
  exportId: string,
  row: Partial<Prisma.RunUncheckedCreateInput> = {},
): Promise<string> {
  const number = String(++runs).padStart(6, '0');
  const id = row.id ?? `20261122T053000-${number}`;
  const at = row.dueAt ?? new Date();
  await db.run.create({
    data: {
      ...{ id, exportId, revision: 1, occasion: `at:${number}`, trigger: 'schedule' },
      ...{ requestedBy: 'schedule', requestedVia: 'schedule', status: 'queued' },
      ...{ createdAt: at, dueAt: at, runDay: '2026-11-22', availableAt: at, fairShare: 'anna', source: 'crm' },
      ...row,
    },
  });
  return id;
}
